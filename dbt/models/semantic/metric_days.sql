-- One row per day from 1950 to 2060: the calendar that saved metrics need.
select cast(unnest(generate_series(date '1950-01-01', date '2060-12-31', interval 1 day)) as date) as date_day
