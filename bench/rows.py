"""What Python does with the rows of bench/postgres.

read URI TABLE CONNECTIONS FILE   reads a table by connectorx, and writes it as Parquet by pyarrow
rewrite FOLDER FILE               writes the rows of Parquet files once more by pyarrow
"""

import sys


def read(uri, table, connections, file):
    import connectorx
    import pyarrow.parquet

    rows = connectorx.read_sql(
        uri,
        f"select * from {table}",
        return_type="arrow",
        partition_on="id",
        partition_num=int(connections),
    )
    pyarrow.parquet.write_table(rows, file, compression="zstd")
    print(f"rows={rows.num_rows}")


def rewrite(folder, file):
    import pathlib

    import pyarrow.parquet

    files = sorted(str(part) for part in pathlib.Path(folder).glob("**/*.parquet"))
    rows = pyarrow.parquet.read_table(files)
    pyarrow.parquet.write_table(rows, file, compression="zstd")
    print(f"rows={rows.num_rows}")


{"read": read, "rewrite": rewrite}[sys.argv[1]](*sys.argv[2:])
