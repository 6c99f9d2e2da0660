import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "core",
    "areas",
    "accounts",
    "office",
    "households",
    "programs",
    "targets",
    "reports",
    "povertyapp",
]
FILES = [
    p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts
]
FORBIDDEN = {"utils.py", "helpers.py", "common.py", "misc.py", "signals.py", "managers.py"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_file_and_its_functions_stay_small(path):
    assert path.name not in FORBIDDEN
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


RULES = [p for p in FILES if p.name == "rules.py" or p.parent.name == "rules"]


@pytest.mark.parametrize("path", RULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_public_rules_name_their_unit_and_source(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            text = ast.get_docstring(node) or ""
            assert "Source:" in text, node.name
            assert "Unit:" in text, node.name


def test_templates_stay_small_and_never_trust_text():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 100, path
        assert "|safe" not in text, path
        assert "style=" not in text, path
