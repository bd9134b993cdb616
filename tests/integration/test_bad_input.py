"""Bad input loses nothing and stops nothing; a broken audit publishes nothing."""

import shutil

import polars as pl
import pytest

from .conftest import ROOT, Finished, Run

PAGE = "<html><body><h1>天气预报</h1><p>今天多云转晴，最高气温23度，偏南风3级。</p></body></html>"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, command: Run) -> Finished:
    """A folder of two reports among all that is not one."""
    folder = tmp_path_factory.mktemp("mixed")
    reports = folder / "reports"
    reports.mkdir()
    for name in ("shandong-2024.txt", "shandong-2025.txt"):
        shutil.copy(ROOT / "examples" / name, reports / name)
    shutil.copy(ROOT / "examples" / "shandong-2024.txt", reports / "again.txt")
    (reports / "nothing.txt").write_bytes(b"")
    (reports / "picture.bin").write_bytes(bytes(range(256)) * 40)
    (reports / "strange.txt").write_bytes(b"\x81\x20\xff\xfe\x9f\x01" * 300)
    (reports / "weather.html").write_text(PAGE, encoding="utf-8")
    (reports / "lost.txt").symlink_to(reports / "was-here-a-moment-ago.txt")
    (reports / "surrogate.jsonl").write_text('{"title": "\\ud800", "content": "\\udfff 5%", "year": 2024}\n')
    return Finished(folder / "home", command("run", "--reports", reports, "--home", folder / "home"))


def test_the_run_succeeds_and_the_good_ones_are_there(mixed: Finished) -> None:
    assert mixed.outcome.returncode == 0, mixed.outcome.stdout + mixed.outcome.stderr
    years = mixed.rows("select report_year from marts.dim_document order by 1")
    assert [year for (year,) in years] == [2024, 2025]
    assert mixed.rows("select count(*) from marts.fct_attainment where verdict = 'attained'")[0][0] > 3


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("nothing.txt", {"empty"}),
        ("picture.bin", {"binary"}),
        ("strange.txt", {"unknown_encoding", "binary"}),
        ("weather.html", {"not_a_report"}),
        ("lost.txt", {"symlink", "vanished"}),
        ("surrogate.jsonl", {"not_a_report", "bad_record", "empty"}),
    ],
)
def test_each_bad_file_is_quarantined_and_named_with_its_reason(mixed: Finished, name: str, reasons: set[str]) -> None:
    kept = pl.read_parquet(mixed.home / "lake" / "quarantine.parquet").filter(pl.col("file_name") == name)
    assert set(kept["reason"]) <= reasons
    assert kept.height == 1
    assert kept["detail"][0]
    assert f"{name}" in mixed.outcome.stdout
    assert kept["reason"][0] in mixed.outcome.stdout


def test_every_byte_is_kept(mixed: Finished) -> None:
    sizes = {path.stat().st_size for path in (mixed.home / "raw").glob("??/*")}
    assert 256 * 40 in sizes


def test_a_broken_audit_publishes_nothing_and_names_the_expectation(mixed: Finished, command: Run) -> None:
    """One number loses its role in the lake: the audit must see it, and the old warehouse must stay."""
    before = (mixed.home / "warehouse.duckdb").read_bytes()
    partition = mixed.home / "lake" / "mentions" / "report_year=2024" / "mentions.parquet"
    sound = partition.read_bytes()
    broken = pl.read_parquet(partition, hive_partitioning=False)
    victim = broken.filter(pl.col("role") == "result")["mention_id"][0]
    broken.with_columns(
        role=pl.when(pl.col("mention_id") == victim).then(pl.lit("maybe")).otherwise(pl.col("role"))
    ).write_parquet(partition)

    failed = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    assert failed.returncode == 1
    assert "role_is_known" in failed.stdout
    assert victim in failed.stdout
    assert "Nothing was published" in failed.stdout
    assert (mixed.home / "warehouse.duckdb").read_bytes() == before
    page = (mixed.home / "docs" / "index.html").read_text(encoding="utf-8")
    assert "expectations failed" in page
    assert victim in page

    partition.write_bytes(sound)
    mended = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    assert mended.returncode == 0, mended.stdout + mended.stderr


def test_a_failed_dbt_test_publishes_nothing_and_shows_rows(mixed: Finished, command: Run) -> None:
    """A correction that does not apply any more must fail loudly."""
    before = (mixed.home / "warehouse.duckdb").read_bytes()
    corrections = mixed.home / "corrections.csv"
    corrections.write_text(
        "mention_id,result_id,field,expected,new_value,reason\nnowhere:1,,value,1,2,made up\n", encoding="utf-8"
    )
    failed = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    corrections.unlink()
    assert failed.returncode == 1
    assert "correction" in failed.stdout
    assert "nowhere:1" in failed.stdout
    assert (mixed.home / "warehouse.duckdb").read_bytes() == before
