"""Exports of objects and of rows."""

from spillway._jvm import call, classes, errors_of, nested
from spillway._progress import watched
from spillway._report import Report, VerifyReport

_FLAGS = ("wait", "force", "mirror", "no_resume")
_OTHERS = (
    "include",
    "exclude",
    "filters",
    "max_delete",
    "read",
    "metadata",
    "max_concurrency",
    "retry_for",
    "ledger",
    "notify",
    "keep_exports",
    "keep_markers",
    "deny_imports",
    "allow_source",
    "no_fsync",
)


class Exporter:
    """Exports states of a lakeFS repository to a prefix of an object store or to a folder.

    :param url: of lakeFS; None takes ``lakefs.api.*`` of the session, ``LAKECTL_*`` or ``~/.lakectl.yaml``
    :param options: as on the command line, with _ for -; ``include`` and ``exclude`` take a glob or a list,
        ``filters`` a list of globs behind + or -, in order
    """

    def __init__(self, spark, url, access_key, secret_key, repository, destination, progress="auto", **options):
        unknown = sorted(set(options) - set(_FLAGS) - set(_OTHERS))
        if unknown:
            raise TypeError(f"Unknown option {unknown[0]!r}: give one of {', '.join(sorted(_FLAGS + _OTHERS))}")
        self._spark = spark
        self._java = classes(spark)
        self._progress = progress
        with errors_of(spark):
            self._client = (
                self._java.ApiClient(spark._jsc.hadoopConfiguration())
                if url is None
                else self._java.ApiClient(url, access_key, secret_key)
            )
            self._options = _options(self._java, options)
        self._repository = repository
        self._destination = str(destination)

    def export(self, branch=None, ref=None, since=None):
        """Makes the destination equal to the head of a branch, or to any reference.

        :param since: ``"last"`` for the changes since the last success, or a commit that the destination holds
        :raises ExportFailed: if it ended without SUCCESS
        :raises SpillwayError: if it could not begin
        """
        exporter = self._exporter(self._options)
        with errors_of(self._spark):
            if _one(branch, ref):
                handle = exporter.startBranch(branch, self._since(since))
            else:
                handle = exporter.startRef(ref, self._since(since))
            return Report(self._spark, watched(handle, self._progress))

    def dry_run(self, branch=None, ref=None, since=None):
        """Plans an export and writes nothing."""
        planned = call(self._options, "with", self._options.conduct().dryRun())
        exporter = self._exporter(planned)
        with errors_of(self._spark):
            if _one(branch, ref):
                return Report(self._spark, exporter.exportBranch(branch, self._since(since)))
            return Report(self._spark, exporter.exportRef(ref, self._since(since)))

    def verify(self, commit=None, read_content=False):
        """Compares the destination with a commit, by default the last that was exported there."""
        chosen = self._java.export.VerifyOptions.DEFAULT
        chosen = chosen if commit is None else chosen.of(commit)
        chosen = chosen.readingContent() if read_content else chosen
        with errors_of(self._spark):
            return VerifyReport(self._exporter(self._options).verify(chosen))

    def _exporter(self, options):
        with errors_of(self._spark):
            return self._java.Exporter(
                self._spark._jsparkSession,
                self._client,
                self._repository,
                self._destination,
                options,
                self._java.ExportProgress(),
            )

    def _since(self, since):
        package = self._java.request
        if since is None:
            return nested(package, "Since$Unsaid")()
        if since == "last":
            return nested(package, "Since$LastSuccess")()
        return nested(package, "Since$Commit")(since)


def export(spark, source, destination, progress="auto", **options):
    """Exports the tables of a source of rows: ``postgresql://…``, or of any that a jar on the class path adds.

    :param options: as on the command line, with _ for -: ``max_connections=4``, ``export_only=["a", "b"]``,
        ``wait=True``
    :raises ExportFailed: if it ended without SUCCESS
    :raises SpillwayError: if it could not begin
    """
    java = classes(spark)
    with errors_of(spark):
        request = java.request.ExportRequest.of(source, str(destination))
        for name, value in options.items():
            if value is False or value is None:
                continue
            values = value if isinstance(value, (list, tuple)) else [value]
            texts = ["true" if one is True else str(one) for one in values]
            request = call(request, "with", name.replace("_", "-"), _array(spark, texts))
        return Report(spark, watched(java.Spillway.start(spark._jsparkSession, request), progress))


def _one(branch, ref):
    if (branch is None) == (ref is None):
        raise TypeError("Give either branch or ref")
    return branch is not None


def _array(spark, texts):
    array = spark.sparkContext._gateway.new_array(spark._jvm.java.lang.String, len(texts))
    for place, text in enumerate(texts):
        array[place] = text
    return array


def _globs(options):
    def listed(name):
        value = options.get(name, [])
        return [value] if isinstance(value, str) else list(value)

    return [*("+" + glob for glob in listed("include")), *("-" + glob for glob in listed("exclude")), *listed("filters")]


def _options(java, given):
    options = java.export.ExportOptions.DEFAULT
    globs = _globs(given)
    if globs:
        selected = java.base.KeyGlobs.ALL
        for glob in globs:
            selected = selected.including(glob[1:]) if glob[0] == "+" else selected.excluding(glob[1:])
        options = call(options, "with", selected)
    options = call(options, "with", _conduct(java, given))
    if "read" in given:
        options = call(options, "with", java.object.ReadMode.parse("read", given["read"]))
    if "metadata" in given:
        policy = given["metadata"].upper().replace("-", "_")
        options = call(options, "with", java.object.copy.MetadataPolicy.valueOf(policy))
    if "max_concurrency" in given:
        options = options.withMaxConcurrency(given["max_concurrency"])
    if "retry_for" in given:
        options = call(options, "with", java.store.RetryPolicy.parse("retry_for", given["retry_for"]))
    if "ledger" in given:
        options = options.withLedger(java.base.GivenLocation.parse(str(given["ledger"])))
    if "notify" in given:
        options = call(options, "with", java.request.Webhook.parse(given["notify"]))
    if "keep_exports" in given or "keep_markers" in given:
        kept = java.request.Retention(given.get("keep_exports", 10), given.get("keep_markers", 10))
        options = call(options, "with", kept)
    if given.get("no_fsync"):
        options = call(options, "with", options.writing().withoutFsync())
    access = options.access()
    access = access.denyingImports() if given.get("deny_imports") else access
    places = given.get("allow_source", [])
    for place in [places] if isinstance(places, str) else places:
        access = access.allowing(java.base.GivenLocation.parse(str(place)))
    return call(options, "with", access)


def _conduct(java, given):
    conduct = java.request.Conduct.DEFAULT
    if given.get("wait"):
        conduct = conduct.waiting()
    if given.get("force"):
        conduct = conduct.forcing()
    if given.get("mirror"):
        conduct = conduct.mirroring()
    if given.get("no_resume"):
        conduct = conduct.withoutResume()
    if "max_delete" in given:
        conduct = call(conduct, "with", java.request.MaxDelete.parse(str(given["max_delete"])))
    return conduct
