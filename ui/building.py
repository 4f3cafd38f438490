"""The `build` command. Comes in: settings and folders. Goes out: lines that say what was done, and whether a part was left out."""

from pathlib import Path

from app.load import index_root
from app.settings import Settings
from corpus.errors import IndexError_
from index.build import ARMS, BuildReport, build, inputs_hash
from index.encode import load_encoder
from index.generation import check_words
from index.store import current, forget, locked
from index.verified import Verified
from ui.terminal import progress

UNCHANGED = "索引是新的，不用重建。"


def build_command(settings: Settings, folders: list[Path] | None, if_changed: bool, forget_old: bool) -> tuple[list[str], bool]:
    """Build what is under `folders` (or the settings' articles); with `if_changed`, only when it would come out differently.

    With `forget_old` the generations before this one go at once; one that somebody reads stays, and is a part left out.
    """
    wanted = folders or [settings.articles]
    encoder = load_encoder(settings.encoder, settings.threads)
    root = index_root(settings)
    if if_changed and _is_current(root, wanted, encoder.fingerprint):
        lines, left_out = [UNCHANGED], False
    else:
        with progress("建索引") as step:
            report = build(wanted, root, encoder, step)
        lines, left_out = _lines(report), bool(report.failed)
    if forget_old:
        with locked(root):
            held = forget(root)
        lines += [f"{name} 还有程序在用，没有删掉；停掉那个程序，再运行 wenyuan build --if-changed --forget。" for name in held]
        left_out = left_out or bool(held)
    return lines, left_out


def _lines(report: BuildReport) -> list[str]:
    said = [f"没有收入：{line}" for line in report.failed]
    return [*said, f"已发布 {report.generation}：{report.articles} 篇文章，{report.passages} 段。"]


def _is_current(root: Path, folders: list[Path], encoder: str) -> bool:
    try:
        manifest = Verified(current(root)).manifest
        check_words(manifest)
    except IndexError_:
        return False
    whole = manifest.get("arms") == ARMS
    return whole and manifest.get("encoder") == encoder and manifest.get("inputs") == inputs_hash(folders)
