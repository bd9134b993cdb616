-- A correction that no longer fits what the machine says stops the build: it must be looked at again.
select * from {{ ref('corrections_applied') }}
where not still_applies
