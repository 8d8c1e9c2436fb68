"""Fills a database with a dealer group's years, set by set in SQL.

Each room says in ``rooms/<room>.py`` what of it there is (``build``): a row of the demo data is the pattern, and what
differs from row to row is an SQL expression of ``n``, the number of the row. Nothing is random: ``rand`` of a number
is the same in every run, so two sizes and two days compare.
"""
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

import psycopg2

YEARS = 5
OUTLET_ORDERS = 20  # cars in the house of an outlet, however large the group


class Scale:
    """The sizes of a database that is being built, and the means to fill it.

    :param cursor: a psycopg2 cursor of the superuser of a copy of the demo database
    """

    def __init__(self, cursor, vehicles, progress=print):
        self.cursor, self.progress = cursor, progress
        self.vehicles = vehicles
        self.customers = vehicles * 7 // 10
        self.orders = vehicles * 3
        self.outlets = max(3, min(50, vehicles // 20_000))
        self.live = self.outlets * OUTLET_ORDERS
        self.closed = self.orders - self.live
        self.now = datetime.now().replace(microsecond=0)
        self.base, self.ids = {}, {}
        self._columns = {}

    # === SQL ===#

    def one(self, query, params=None):
        """The first column of the first row of a query, or None."""
        self.cursor.execute(query, params)
        row = self.cursor.fetchone()
        return row and row[0]

    def run(self, query, params=None):
        self.cursor.execute(query, params)

    def first(self, table):
        """The id before the first row this table gets; row ``n`` has the id ``first + n``."""
        if table not in self.base:
            self.base[table] = self.one(f'SELECT COALESCE(max(id), 0) FROM {table}')
        return self.base[table]

    def get_columns(self, table):
        if table not in self._columns:
            self.run('''SELECT column_name FROM information_schema.columns
                         WHERE table_name = %s AND table_schema = 'public' AND is_generated = 'NEVER' ''', [table])
            self._columns[table] = [name for name, in self.cursor.fetchall()]
        return self._columns[table]

    def insert(self, table, count, pattern, source=None, **values):
        """Add ``count`` rows like the row with the id ``pattern``, with the ``values``: SQL expressions of ``n``.

        :param source: a query that gives ``n`` and whatever else the expressions name, instead of 1 … ``count``
        """
        begin, first = time.monotonic(), self.first(table)
        columns = self.get_columns(table)
        values = {'id': f'{first} + n', 'create_date': 'now()', 'write_date': 'now()', **values}
        values = {name: value for name, value in values.items() if name in columns}
        picked = ', '.join(f'({values[name]})' if name in values else f'pattern.{name}' for name in columns)
        source = source or f'SELECT n FROM generate_series(1, {count}) n'
        self.run(f'''INSERT INTO {table} ({", ".join(columns)})
                     SELECT {picked} FROM ({source}) source, (SELECT * FROM {table} WHERE id = {int(pattern)}) pattern''')
        self.progress(f'  {table}: {self.cursor.rowcount:,} rows in {time.monotonic() - begin:.0f} s', flush=True)
        return self.cursor.rowcount

    # === EXPRESSIONS ===#

    def at(self, n, shift='0 days'):
        """The moment of order ``n`` of five years: the last ones are today's."""
        day = f"((({n}) - {self.orders})::float8 / {self.orders} * {YEARS * 365})"
        return f"timestamp '{self.now}' + interval '1 day' * {day} + interval '{shift}'"

    @staticmethod
    def rand(n, below, salt=0):
        """A number from 0 to ``below`` - 1 for the row ``n``."""
        return f'(abs(hashint8(({n})::bigint * 7919 + {salt})::bigint) % {below})'

    def pick(self, ids, n, salt=0):
        """One of some ids for the row ``n``."""
        return f"(ARRAY{list(ids)})[1 + {self.rand(n, len(ids), salt)}]"

    # === AROUND ===#

    def drop_indexes(self):
        """Take away the indexes of big tables, so that rows go in quickly; ``build`` brings them back."""
        self.run('''SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
                      FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
                      JOIN pg_namespace ON pg_namespace.oid = relnamespace
                     WHERE nspname = 'public' AND NOT indisprimary AND relname = ANY(%s)
                       AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)''', [list(self.big)])
        indexes = self.cursor.fetchall()
        for name, __ in indexes:
            self.run(f'DROP INDEX {name}')
        return [definition for __, definition in indexes]

    def create_indexes(self, definitions):
        """As many at a time as there are cores."""
        waiting = iter(definitions)

        def work(__):
            with closing(psycopg2.connect(self.cursor.connection.dsn)) as connection, connection.cursor() as cursor:
                connection.autocommit = True
                cursor.execute("SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 0")
                for definition in waiting:
                    cursor.execute(definition)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(work, range(os.cpu_count())))

    def build(self, rooms, grown, grow):
        """Fill the database, each room behind the ones it names, and then what else grew.

        :param grown: what ``grow`` adds of each room, by its name
        """
        grown = [one for rows in grown.values() for one in rows]
        self.big = {table for room in rooms for table in room.TABLES} | {one.table for one in grown}
        self.run("SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '512MB'")
        self.run('SELECT setval(pg_get_serial_sequence(%s, %s), 1)', ['aftersales_order', 'id'])
        indexes = self.drop_indexes()
        for room in rooms:
            room.build(self)
        for one in grown:
            grow(one)
        begin = time.monotonic()
        self.create_indexes(indexes)
        self.progress(f'  {len(indexes)} indexes in {time.monotonic() - begin:.0f} s', flush=True)
        for table in self.base:
            self.run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        self.run('SET session_replication_role = origin')
