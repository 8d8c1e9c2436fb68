"""Runs the add-on's scheduled actions one after the other, shuffled, some days from today; see tools/working_day.py.

The name of each is printed as it begins, so that whoever reads it can end this process in the middle.
"""
import argparse
import logging
import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--host', required=True)
    parser.add_argument('--days', type=int, required=True, help='how many days from today it is')
    options = parser.parse_args()
    config.parse_config(
        ['-c', options.config, '-d', options.database, f'--db_host={options.host}', '--log-level=error'], setup_logging=True)
    logging.getLogger('odoo.sql_db').setLevel(logging.CRITICAL)  # who comes second is refused by the database
    registry = Registry(options.database)
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        names = env['ir.model.data'].search([('model', '=', 'ir.cron'), ('module', '=', 'aftersales')]).mapped('name')
    random.Random(options.days).shuffle(names)
    with freeze_time(datetime.now() + timedelta(days=options.days), tick=True):
        for name in names:
            print(name, flush=True)
            with registry.cursor() as cr:
                cron = Environment(cr, SUPERUSER_ID, {}).ref(f'aftersales.{name}')
                if cron.active and (job := cron._acquire_one_job(cr, cron.id, include_not_ready=True)):
                    # As the scheduler does: the button "Run Manually" stumbles over what was killed three times.
                    cron._process_job(cr, job)


if __name__ == '__main__':
    main()
