from pathlib import Path

from orchestration.fingerprint import code_fingerprint, recall, remember


def test_digests_follow_content_and_names_but_not_products(tmp_path: Path) -> None:
    folder = tmp_path / "target" / "code"
    folder.mkdir(parents=True)
    source = folder / "a.py"
    source.write_text("x = 1")
    first = code_fingerprint([folder])
    assert code_fingerprint([folder]) == first
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.py").write_text("x")
    (folder / "logs").mkdir()
    (folder / "logs" / "run.txt").write_text("x")
    assert code_fingerprint([folder]) == first
    source.write_text("x = 2")
    second = code_fingerprint([folder])
    assert second != first
    source.rename(folder / "b.py")
    assert code_fingerprint([folder]) not in (first, second)
    assert code_fingerprint([folder], ["polars"]) != code_fingerprint([folder])
    assert code_fingerprint([folder], ["no-such-package"]) != code_fingerprint([folder])


def test_facts_survive_and_damage_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "facts.json"
    remember(path, fingerprint="abc", n=1)
    assert recall(path) == {"fingerprint": "abc", "n": 1}
    path.write_text("{half")
    assert recall(path) == {}
    assert recall(tmp_path / "none.json") == {}
