"""What the tests of the readers share."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from ingest.readers import Item, Rejected, Settings, SourceText, read

REPORT = (
    "政府工作报告\n——2024年1月17日在丽水市第五届人民代表大会第四次会议上\n各位代表：\n"
    "　　2023年，全市生产总值1964.44亿元，增长7.5%、全省第三；固定资产投资增长15.6%，规上工业增加值增长7.9%。\n"
    "　　今年的主要预期目标是：生产总值增长6.5%左右，固定资产投资增长10%以上，城镇登记失业率控制在3%以内。\n"
)


@pytest.fixture
def report() -> str:
    return REPORT


@pytest.fixture(scope="session")
def minipdf() -> ModuleType:
    spec = importlib.util.spec_from_file_location("minipdf", Path(__file__).with_name("minipdf.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def text_of() -> Callable[..., SourceText]:
    """The one text of a file; fails where it gives anything else."""

    def one(data: bytes | Path, name: str = "x", settings: Settings | None = None) -> SourceText:
        items = list(read(data, name, settings or Settings()))
        assert len(items) == 1 and isinstance(items[0], SourceText), items
        return items[0]

    return one


@pytest.fixture
def rejection_of() -> Callable[..., Rejected]:
    """The one rejection of a file; fails where it gives anything else."""

    def one(data: bytes | Path, name: str = "x", settings: Settings | None = None) -> Rejected:
        items: list[Item] = list(read(data, name, settings or Settings()))
        assert len(items) == 1 and isinstance(items[0], Rejected), items
        assert items[0].detail, "a rejection tells a person what is wrong"
        return items[0]

    return one
