"""Every failure 问源 names, on one screen. Comes in: nothing. Goes out: exception classes.

    WenyuanError                 code                exit  HTTP  raised when
    ├─ BadInput                  bad_input             2    400  what was given cannot be used
    │  ├─ BadQuestion            bad_question          2    422  empty, too long, not text, not Chinese
    │  ├─ BadFile                bad_file              2    400  a file cannot be read as an article or as rows
    │  ├─ DuplicateArticle       duplicate_article     2    409  two articles have one id
    │  ├─ BadSetting             bad_setting           2    500  a WENYUAN_ variable or option is wrong
    │  └─ BadModel               bad_model             2    500  a model folder cannot be loaded
    ├─ ArticleNotFound           not_found             2    404  no article, or no quote, of that name
    ├─ IndexError_               index_*               3    503
    │  ├─ IndexMissing           index_missing         3    503  no generation is published at that path
    │  └─ IndexDamaged           index_damaged         3    503  bytes or counts differ from the manifest
    ├─ Busy                      busy                  1    503  more questions at once than there is room for
    ├─ DeadlinePassed            deadline              1    504  an answer took longer than it may
    └─ LawBroken                 law_broken            1    500  a text is not, character for character, in its article

Two more stand where they are raised: NotReady (app/service.py, 503, while the index loads) and BadBody (app/wire.py, 422, a
request that is no strict JSON). "Not found in the articles" is no failure: it is an Answer whose outcome is `not_found`.
"""


class WenyuanError(Exception):
    """Root of the tree. `str(error)` is one line for a person, saying what to do."""

    code = "error"
    exit_code = 1
    status = 500


class BadInput(WenyuanError):
    code, exit_code, status = "bad_input", 2, 400


class BadQuestion(BadInput):
    code, status = "bad_question", 422


class BadFile(BadInput):
    code = "bad_file"


class DuplicateArticle(BadInput):
    code, status = "duplicate_article", 409


class BadSetting(BadInput):
    code, status = "bad_setting", 500


class BadModel(BadInput):
    code, status = "bad_model", 500


class ArticleNotFound(WenyuanError):
    code, exit_code, status = "not_found", 2, 404


class IndexError_(WenyuanError):
    """The published index cannot be used (the trailing underscore keeps Python's own name free)."""

    code, exit_code, status = "index_error", 3, 503


class IndexMissing(IndexError_):
    code = "index_missing"


class IndexDamaged(IndexError_):
    code = "index_damaged"


class Busy(WenyuanError):
    code, status = "busy", 503


class DeadlinePassed(WenyuanError):
    code, status = "deadline", 504


class LawBroken(WenyuanError):
    code = "law_broken"
