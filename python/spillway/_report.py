"""Reports of exports and verifications."""


class Report:
    """The report of an export. Prints as the command line does; a notebook shows a table."""

    def __init__(self, spark, java):
        self._spark = spark
        self._java = java

    @property
    def success(self):
        """Whether all of it arrived."""
        return self._java.success()

    @property
    def objects(self):
        """The number of objects, or files of rows, that this run wrote."""
        return self._java.objects()

    @property
    def bytes(self):
        """The bytes of content in them."""
        return self._java.bytes()

    @property
    def deleted(self):
        """The number of deleted objects."""
        return self._java.deleted()

    @property
    def marker(self):
        """The location of the marker; empty if there is none."""
        return self._java.marker()

    @property
    def export_id(self):
        """The id of the export; empty for a dry run."""
        return self._java.exportId()

    @property
    def failures(self):
        """The first failures, as pairs of key and reason."""
        return [(failure.key(), failure.reason()) for failure in self._java.failures()]

    def failures_to_pandas(self):
        """Returns the first failures as a DataFrame of pandas."""
        import pandas

        return pandas.DataFrame(self.failures, columns=["key", "reason"])

    def to_pandas(self):
        """Returns the counts as a DataFrame of pandas with one row; of rows, one row for each table."""
        import pandas

        if self._java.content().getClass().getSimpleName() == "OfRows":
            tables = [
                {"table": table.name(), "state": str(table.state()), "rows": table.rows(), "files": table.files()}
                for table in self._java.rows().tables()
            ]
            return pandas.DataFrame(tables, columns=["table", "state", "rows", "files"])
        counts = {name: getattr(self, name) for name in ("success", "objects", "bytes", "deleted", "marker")}
        return pandas.DataFrame([counts])

    def __str__(self):
        return self._java.toString()

    def _repr_html_(self):
        return self._java.toHtml()


class VerifyReport:
    """The comparison of a destination with the state that it should hold."""

    def __init__(self, java):
        self._java = java

    @property
    def is_equal(self):
        """Whether the destination holds exactly that state."""
        return self._java.isEqual()

    @property
    def differences(self):
        """The first differences, as text."""
        return [str(difference) for difference in self._java.differences()]

    def __str__(self):
        return self._java.toString()

    def _repr_html_(self):
        return self._java.toHtml()
