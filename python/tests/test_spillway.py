"""Tests of the Python package on the embedded lakeFS: python -m unittest discover python/tests"""

import tempfile
import unittest
from pathlib import Path

import spillway
from spillway import ExportFailed, Exporter, SpillwayError


class ExportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = spillway.session("local[2]")
        java = cls.spark._jvm.io.spillway
        cls.lakefs = java.sandbox.Sandbox.start(java.sandbox.Sandbox.options())
        cls.example = java.sandbox.SampleRepository.fill(cls.lakefs)

    @classmethod
    def tearDownClass(cls):
        cls.lakefs.close()
        cls.spark.stop()

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="spillway ü "))

    def exporter(self, **options):
        lakefs = self.lakefs
        return Exporter(
            self.spark,
            lakefs.url(),
            lakefs.accessKey(),
            lakefs.secretKey(),
            "example",
            self.folder.as_uri(),
            progress=None,
            **options,
        )

    def test_exports_and_verifies(self):
        report = self.exporter().export(branch="main")
        self.assertTrue(report.success)
        self.assertGreater(report.objects, 0)
        self.assertEqual(1, len(list(self.folder.glob("EXPORT_*_SUCCESS"))))
        self.assertIn("Exported lakefs://example", str(report))
        self.assertEqual(report.objects, report.to_pandas()["objects"][0])
        self.assertTrue(self.exporter().verify().is_equal)
        again = self.exporter().export(branch="main", since="last")
        self.assertEqual(0, again.objects)

    def test_takes_options(self):
        options = {"include": ["events/**"], "max_concurrency": 4, "retry_for": "5s", "max_delete": "10%", "wait": True}
        report = self.exporter(**options, keep_exports=3, read="lakefs").export(ref="main")
        self.assertTrue(report.success)
        self.assertFalse((self.folder / "reference").exists())
        with self.assertRaises(TypeError):
            self.exporter(maxconcurrency=4)

    def test_plans_without_writing(self):
        report = self.exporter().dry_run(branch="main")
        self.assertEqual("", report.export_id)
        self.assertEqual([], list(self.folder.iterdir()))

    def test_says_why_an_export_cannot_begin(self):
        with self.assertRaises(SpillwayError) as raised:
            self.exporter().export(branch="mian")
        self.assertEqual(2, raised.exception.exit_code)
        self.assertIn("'mian'", str(raised.exception))

    def test_names_what_failed(self):
        broken = self.example.createBranch("broken", "main")
        gone = broken.put("models/gone.bin", b"lost below")
        broken.commit("One object more")
        self.example.remove(gone.location(self.example.storageNamespace()))
        with self.assertRaises(ExportFailed) as raised:
            self.exporter().export(branch="broken")
        failures = raised.exception.report.failures_to_pandas()
        self.assertEqual(["models/gone.bin"], list(failures["key"]))
        self.assertEqual(1, raised.exception.exit_code)

    def test_says_why_rows_cannot_be_exported(self):
        with self.assertRaises(SpillwayError) as raised:
            spillway.export(
                self.spark, "postgresql://127.0.0.1:9/db", self.folder, progress=None, max_connections=2, wait=True
            )
        self.assertEqual(3, raised.exception.exit_code)


if __name__ == "__main__":
    unittest.main()
