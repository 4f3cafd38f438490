"""The `build` command. Comes in: settings and folders. Goes out: a BuildReport, or None when nothing has changed."""

from pathlib import Path

from app.load import index_root
from app.settings import Settings
from corpus.errors import IndexError_
from index.build import BuildReport, build, inputs_hash
from index.encode import load_encoder
from index.generation import check_words
from index.store import current
from index.verified import Verified
from ui.terminal import progress


def build_command(settings: Settings, folders: list[Path] | None, if_changed: bool) -> BuildReport | None:
    """Build what is under `folders` (or the settings' articles); with `if_changed`, only when it would come out differently."""
    wanted = folders or [settings.articles]
    encoder = load_encoder(settings.encoder, settings.threads)
    root = index_root(settings)
    if if_changed and _is_current(root, wanted, encoder.fingerprint):
        return None
    with progress("建索引") as step:
        return build(wanted, root, encoder, step)


def _is_current(root: Path, folders: list[Path], encoder: str) -> bool:
    try:
        manifest = Verified(current(root)).manifest
        check_words(manifest)
    except IndexError_:
        return False
    return manifest.get("encoder") == encoder and manifest.get("inputs") == inputs_hash(folders)
