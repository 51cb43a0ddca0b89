"""Exports lakeFS commits and databases from PySpark.

    import spillway
    from spillway import Exporter

    spark = spillway.session()
    exporter = Exporter(spark, "http://host:8000", access_key, secret_key, "example", "s3://bucket/prefix")
    report = exporter.export(branch="main")
    report = spillway.export(spark, "postgresql://host/db", "s3://bucket/prefix", max_connections=4)

Options are those of the command line, as keywords: ``--max-delete=10%`` is ``max_delete="10%"``.
"""

from spillway._exporter import Exporter, export
from spillway._jvm import ExportFailed, SpillwayError, find_jar, session
from spillway._report import Report, VerifyReport

__all__ = [
    "ExportFailed",
    "Exporter",
    "Report",
    "SpillwayError",
    "VerifyReport",
    "export",
    "find_jar",
    "session",
]
