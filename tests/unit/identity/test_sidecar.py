"""Sidecars and reports.csv: what a person says wins; what is wrong is refused with advice."""

from datetime import date
from pathlib import Path

import pytest

from ingest.identity import Identity, Sidecar, SidecarError, identify, load_sidecars, sidecars_of
from ingest.identity.sidecar import parse_catalogue, parse_sidecar
from ingest.store import RawStore


def test_fields_of_a_sidecar() -> None:
    said = parse_sidecar(
        "region: 缙云县\nreport_year: 2024\ndelivered_on: 2024-01-10\noffice: 县长\nkind: report\n"
        "completeness: part\npart_label: 上\ntitle: 政府工作报告\nsource_url: https://example.org/a\n".encode(),
        "a.meta.yml",
    )
    assert (said.region_code, said.report_year, said.delivered_on) == ("331122", 2024, date(2024, 1, 10))
    assert (said.office, said.kind, said.completeness, said.part_label) == ("县长", "report", "part", "上")
    assert said.source == "sidecar"


def test_region_by_code_and_former_name() -> None:
    assert parse_sidecar(b"region: 331122", "a").region_code == "331122"
    assert parse_sidecar("region: 襄樊市\nreport_year: 2005".encode(), "a").region_code == "420600"


def test_empty_sidecar_says_nothing() -> None:
    assert not parse_sidecar(b"", "a").says_something()
    assert not parse_sidecar(b"source_url: https://example.org/a\n", "a").says_something()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("regoin: 缙云县", "did you mean “region”"),
        ("colour: blue", "fields are region"),
        ("region: 缙雲", "write its code after GB/T 2260"),
        ("region: 朝阳区", "write the code"),
        ("report_year: 24", "write it as 2025"),
        ("delivered_on: 10.1.2024", "write it as 2025-02-24"),
        ("kind: rapport", "write report or responsibility_breakdown"),
        ("completeness: half", "write full or part or abstract"),
        ("- a\n- b", "one line per field"),
        ("region: [", "is not YAML"),
        ("members: 3", "members must map"),
    ],
)
def test_wrong_sidecar(content: str, message: str) -> None:
    with pytest.raises(SidecarError, match=message) as caught:
        parse_sidecar(content.encode(), "folder/a.meta.yml")
    assert str(caught.value).startswith("folder/a.meta.yml")


def test_catalogue() -> None:
    said = parse_catalogue(
        "\ufefffile,member,region,report_year\na.txt,,缙云县,2024\nb.csv,#00002,青田县,\nb.csv,,,2023\n".encode(), "r"
    )
    assert said["a.txt"].region_code == "331122"
    assert said["a.txt"].source == "reports.csv"
    assert said["b.csv"].of("#00002") == Sidecar(region_code="331121", report_year=2023, source="reports.csv")
    assert said["b.csv"].of("#00001").region_code is None
    assert said["b.csv"].of(None).report_year == 2023


def test_catalogue_in_gb18030() -> None:
    assert parse_catalogue("file,region\na.txt,缙云县\n".encode("gb18030"), "r")["a.txt"].region_code == "331122"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,region\na.txt,缙云县\n", "has no column “file”"),
        ("file,region\n,缙云县\n", "line 2: names no file"),
        ("file,region\na.txt,缙云县\na.txt,青田县\n", "line 3: a.txt is named twice"),
        ("file,region\na.txt,缙云县,2024\n", "more fields"),
        ("file,report_year\na.txt,MMXX\n", "line 2: report_year"),
    ],
)
def test_wrong_catalogue(content: str, message: str) -> None:
    with pytest.raises(SidecarError, match=message):
        parse_catalogue(content.encode(), "reports.csv")


def _folder(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def test_folder(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        {
            "a.txt": "x",
            "a.meta.yml": "report_year: 2024",
            "deep/b.txt": "y",
            "deep/b.txt.meta.yml": "report_year: 2023",
            "deep/c.txt": "z",
            "deep/reports.csv": "file,report_year\nc.txt,2022\nb.txt,1999\n",
            "d.txt": "nothing is said of this one",
        },
    )
    years = {name: said.report_year for name, said in load_sidecars(folder).items()}
    assert years == {"a.txt": 2024, "deep/b.txt": 2023, "deep/c.txt": 2022}


def test_catalogue_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    _folder(tmp_path, {"lishui.txt": "x", "reports.csv": "file,report_year\nlishiu.txt,2022\n"})
    with pytest.raises(SidecarError, match=r"lishiu\.txt does not exist; did you mean lishui\.txt"):
        load_sidecars(tmp_path)


def test_raw_store(tmp_path: Path) -> None:
    inbox = _folder(
        tmp_path / "inbox",
        {"a.txt": "文本甲", "a.meta.yml": "report_year: 2024", "b/c.txt": "文本乙", "d.txt": "文本丙"},
    )
    (inbox / "b" / "reports.csv").write_text("file,report_year\nc.txt,2022\n", encoding="utf-8")
    store = RawStore(tmp_path / "home")
    list(store.take_up(inbox))
    names = {entry.sha256: entry.file_name for entry in store.entries()}
    said = {names[sha256]: sidecar.report_year for sha256, sidecar in sidecars_of(store, store.entries())[0].items()}
    assert said == {"a.txt": 2024, "b/c.txt": 2022}


def test_raw_store_keeps_old_sidecars_but_the_last_one_counts(tmp_path: Path) -> None:
    inbox = _folder(tmp_path / "inbox", {"a.txt": "文本甲", "a.meta.yml": "report_year: 2024"})
    store = RawStore(tmp_path / "home")
    list(store.take_up(inbox))
    for year in (2021, 2029, 2023):
        (inbox / "a.meta.yml").write_text(f"report_year: {year}", encoding="utf-8")
        list(RawStore(tmp_path / "home").take_up(inbox))
        said, _ = sidecars_of(store, RawStore(tmp_path / "home").entries())
        assert [sidecar.report_year for sidecar in said.values()] == [year]


def test_bad_sidecars_are_named_and_say_nothing(tmp_path: Path) -> None:
    contents = {
        "a.txt": "文本甲",
        "a.meta.yml": "regoin: 丽水市",
        "b.txt": "文本乙",
        "b.meta.yml": "report_year: 2024",
        "reports.csv": "file,report_year\nb.tx,2022\n",
    }
    store = RawStore(tmp_path / "home")
    list(store.take_up(_folder(tmp_path / "inbox", contents)))
    said, wrong = sidecars_of(store, store.entries())
    assert [sidecar.report_year for sidecar in said.values()] == [2024]
    assert [(one.file_name, one.reason) for one in wrong] == [
        ("a.meta.yml", "bad_sidecar"),
        ("reports.csv", "bad_sidecar"),
    ]
    assert "did you mean “region”?" in wrong[0].detail
    assert "b.tx does not exist; did you mean b.txt?" in wrong[1].detail


def test_supersedes_is_noted() -> None:
    text = "2024年缙云县政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。"
    found = identify(text, sidecar=Sidecar(supersedes="old.txt"))
    assert isinstance(found, Identity)
    assert "version: supersedes old.txt after sidecar" in (found.identity_notes or "")
