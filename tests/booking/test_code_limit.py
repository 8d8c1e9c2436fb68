from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

KEY, HOUR = 'address:two-at-once', timedelta(hours=1)


@tagged('post_install', '-at_install')
class TestCodeLimit(BaseCase):
    """faults A8: two requests at once are not both the last one allowed; on two real connections."""

    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        self.addCleanup(self._forget)

    def _forget(self):
        with self.database.cursor() as cr:
            cr.execute("DELETE FROM aftersales_booking_limit WHERE key = %s", [KEY])

    def _is_exceeded(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})['aftersales.booking.limit']._is_exceeded(KEY, 1, HOUR)

    @mute_logger('odoo.sql_db', 'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit')
    def test_second_one_is_told_to_begin_anew(self):
        with self.database.cursor() as first, self.database.cursor() as second:
            second.execute("SELECT 1")  # its picture of the data is of before the first one commits
            self.assertFalse(self._is_exceeded(first))
            first.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                self._is_exceeded(second)
            second.rollback()
            self.assertTrue(self._is_exceeded(second), "run again, as Odoo does, it sees the first one")
            second.rollback()
