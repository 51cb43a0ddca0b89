"""The way to the classes of the jar in the driver's JVM."""

import os
from contextlib import contextmanager
from pathlib import Path

from py4j.java_gateway import JavaPackage
from py4j.protocol import Py4JJavaError


class SpillwayError(Exception):
    """An export that could not begin, in one sentence. ``exit_code`` is that of the command line."""

    def __init__(self, message, exit_code):
        super().__init__(message)
        self.exit_code = exit_code


class ExportFailed(SpillwayError):
    """An export that ended without SUCCESS. ``report`` names the keys that are not there."""

    def __init__(self, message, exit_code, report):
        super().__init__(message, exit_code)
        self.report = report


def find_jar():
    """Returns the path of the jar: of SPILLWAY_JAR, of the package, or of the checkout around it."""
    here = Path(__file__).resolve().parent
    places = [here / "spillway.jar", here.parent.parent / "target" / "spillway.jar"]
    named = os.environ.get("SPILLWAY_JAR")
    if named:
        places = [Path(named)]
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(
        "There is no spillway.jar in " + ", ".join(str(place) for place in places)
        + ": run ./spillway --version in the checkout, which builds it, or set SPILLWAY_JAR."
    )


def session(master="local[*]", **settings):
    """Returns a Spark session with the jar; settings are Spark's, with _ for . in their names.

    An existing session is returned if it has the jar.
    """
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("spillway").master(master).config("spark.jars", str(find_jar()))
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    for name, value in settings.items():
        builder = builder.config(name.replace("_", "."), str(value))
    spark = builder.getOrCreate()
    classes(spark)
    return spark


def classes(spark):
    """Returns the package io.spillway of the session's JVM."""
    package = spark._jvm.io.spillway
    if isinstance(package.Exporter, JavaPackage):
        raise SpillwayError(
            f"This Spark session has no Spillway: start it by spillway.session(), or with spark.jars={find_jar()}.", 2
        )
    return package


def nested(package, name):
    """Returns a class within a class: ``Since$LastSuccess``."""
    return getattr(package, name)


def call(target, name, *arguments):
    """Calls a method whose name is a word of Python's own."""
    return getattr(target, name)(*arguments)


@contextmanager
def errors_of(spark):
    """Turns exceptions of the jar into those of this package."""
    from spillway._report import Report

    try:
        yield
    except Py4JJavaError as e:
        failure = e.java_exception
        name = failure.getClass().getName()
        if name == "io.spillway.report.ExportFailedException":
            report = Report(spark, failure.report())
            raise ExportFailed(failure.getMessage(), failure.kind().exitCode(), report) from None
        if name == "io.spillway.base.SpillwayException":
            raise SpillwayError(failure.getMessage(), failure.kind().exitCode()) from None
        raise
