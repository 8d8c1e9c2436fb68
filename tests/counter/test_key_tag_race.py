import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestKeyTagRace(RaceCommon):
    """D2: two at one board of keys."""

    _states = ('draft', 'todo')

    @classmethod
    def _create_more(cls, env, order):
        orders = order + order.copy()
        cls.checkins = env['aftersales.checkin'].create([{'order_id': each.id} for each in orders]).ids
        cls.other = orders[1].id

    @classmethod
    def _remove(cls, env):
        env['aftersales.checkin'].browse(cls.checkins).unlink()
        env['aftersales.order'].browse(cls.other).unlink()
        super()._remove(env)

    @mute_logger('odoo.sql_db')
    def test_next_free_tag(self):
        """Two keys dropped at once: the second one is asked to try again, which Odoo does by itself, and has the next tag."""
        with self.database.cursor() as first_cr, self.database.cursor() as second_cr:
            first, second = (
                self._get_order(cr).env['aftersales.checkin'].browse(checkin)
                for cr, checkin in zip((first_cr, second_cr), self.checkins, strict=True))
            self.assertEqual(first.free_key_tag, second.free_key_tag)  # both have their view of the board
            first.action_take_key_tag()
            first_cr.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                second.action_take_key_tag()
                second.env.flush_all()
            second.env.clear()
            second_cr.rollback()
            second.action_take_key_tag()
            second_cr.commit()
            self.assertNotEqual(first.key_tag, second.key_tag)
