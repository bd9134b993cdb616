"""Quality: what was expected and found, what was refused, what needs a person, how much is covered and read right."""

from starlette.responses import Response

from dashboard import accuracy
from dashboard.view import LEVELS, View

LISTED = 200
# notes that ask nothing of a person: the edition, the day, the office
ASIDE = "^(version|delivered_on|office): "


def page(view: View) -> Response:
    """The page of doubts."""
    data = view.warehouse
    quarantine = (
        data.rows("select file_name, member, reason, detail from marts.dim_quarantine order by all")
        if data.has("dim_quarantine")
        else []
    )
    needing = data.rows(
        f"""
        select * from {data.documents}
        where region_code is null or report_year is null
            or list_any_value([n for n in string_split(coalesce(identity_notes, ''), '; ')
                               if n != '' and not regexp_matches(n, '{ASIDE}')]) is not null
        order by region_code is null desc, report_year is null desc, file_name, member
        """
    )
    covered = data.rows(
        f"""
        select region_level, count(*) as targets,
            avg(cast(indicator_id is not null as integer)) as named,
            avg(cast(verdict in ('attained', 'missed') as integer)) as decided,
            avg(cast(match_score >= 0.9 as integer)) filter (where result_id is not null) as near
        from {data.targets} group by all
        """
    )
    covered = sorted(covered, key=lambda row: LEVELS.index(row["region_level"]) if row["region_level"] in LEVELS else 9)
    roles = data.rows(f"select role, reason, count(*) as n from {data.mentions} group by all order by n desc")
    corrections = (
        data.rows("select * from marts.corrections_applied order by all") if data.has("corrections_applied") else []
    )
    return view.page(
        "quality.html",
        audit=data.audit(),
        quarantine=quarantine[:LISTED],
        n_quarantine=len(quarantine),
        needing=needing[:LISTED],
        n_needing=len(needing),
        listed=LISTED,
        covered=covered,
        roles=roles,
        corrections=corrections,
        held={
            "quarantine": data.has("dim_quarantine"),
            "corrections": data.has("corrections_applied"),
            "needing": data.has("dim_document", "identity_notes"),
        },
        read_right=accuracy.reading(),
        judged_right=accuracy.verdicts(),
    )
