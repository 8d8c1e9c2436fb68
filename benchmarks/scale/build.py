"""Builds one database of a size: a copy of the demo database, filled by the rooms."""
import argparse
import time
import tomllib
from pathlib import Path

import psycopg2
from builder import Scale
from grown import Grower
from rooms import ROOMS, years


def check_rooms():
    """Whether it is known of each room what there is of it."""
    declared = tomllib.loads((Path(__file__).parents[2] / 'pyproject.toml').read_text())['tool']['aftersales']['rooms']
    files = {room.__name__.split('.')[-1] for room in ROOMS}
    missing = {*declared} - files - {*years.ROOMS} - {*years.NOTHING}
    if missing:
        raise SystemExit(f'Nothing is said of {", ".join(sorted(missing))}: see benchmarks/scale/rooms/years.py.')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--host', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--vehicles', type=int, required=True)
    options = parser.parse_args()
    check_rooms()
    begin = time.monotonic()
    connection = psycopg2.connect(host=options.host, user='odoo', dbname=options.database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        scale = Scale(cursor, options.vehicles)
        print(f'{options.database}: {scale.vehicles:,} vehicles, {scale.orders:,} orders, {scale.outlets} outlets', flush=True)
        scale.build(ROOMS, years.ROOMS, Grower(scale).grow)
        cursor.execute('VACUUM ANALYZE')
        size = scale.one('SELECT pg_size_pretty(pg_database_size(current_database()))')
    connection.close()
    print(f'{options.database}: {size}, built in {time.monotonic() - begin:.0f} s', flush=True)


if __name__ == '__main__':
    main()
