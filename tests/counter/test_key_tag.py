from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon


@tagged('post_install', '-at_install')
class TestKeyTag(CheckinCommon):
    """faults U17: one key a tag, as long as the car is with us."""

    def test_taken_tag_is_refused_with_the_next_free_one(self):
        """faults U17: a tag that hangs on another car's key is refused, and the next free one proposed."""
        first, other, third = self._create_checkins(3)
        first.key_tag = "31"
        third.key_tag = "32"
        for typed in ("31", " 31", "３１"):
            with self.subTest(typed), self.assertRaisesRegex(ValidationError, rf"{first.order_id.name}.*free one is 33"):
                other.key_tag = typed
        with Form(other) as form:
            form.key_tag = "33"
        self.assertEqual(other.hung_key_tag, "33")

    def test_letters_and_zeros(self):
        """faults U17: K-09 and k-09 are one tag, and K-10 comes after it."""
        first, other = self._create_checkins(2)
        first.key_tag = "K-09"
        with self.assertRaisesRegex(ValidationError, r"free one is K-10"):
            other.key_tag = "k-09 "
        first.key_tag = "Red"
        with self.assertRaisesRegex(ValidationError, r"hangs on the key of .*\)\.$"):
            other.key_tag = "RED"

    def test_one_click_takes_the_next_free_tag(self):
        """faults U17: the check-in offers the next free tag of its outlet."""
        first, other = self._create_checkins(2)
        first.key_tag = "1"
        self.assertEqual(other.free_key_tag, "2")
        other.action_take_key_tag()
        self.assertEqual(other.key_tag, "2")
        with self.assertRaises(AccessError):
            other.with_user(self.user_technician).action_take_key_tag()
        other.signature = PNG
        other.action_sign()
        with self.assertRaisesRegex(UserError, "is signed"):
            other.action_take_key_tag()

    def test_tag_is_free_again_when_the_car_has_left(self):
        """faults U17: a tag of a cancelled order is free; the order reopened goes without it."""
        first, other = self._create_checkins(2)
        first.write({'key_tag': "5", 'signature': PNG})
        first.action_sign()
        self.cancel(first.order_id)
        self.assertFalse(first.hung_key_tag)
        other.key_tag = "5"
        self.reopen(first.order_id)
        self.assertEqual((first.key_tag, first.hung_key_tag, other.hung_key_tag), ("5", False, "5"))

    def test_each_outlet_has_its_own_board(self):
        """faults U17: tags are counted by outlet."""
        first, other = self._create_checkins(2)
        first.key_tag = "7"
        workshop = self.workshop.sudo().copy({'name': "Second outlet", 'code': 'SEC'})
        self.assertFalse(workshop == self.workshop)
        other.order_id.workshop_id = workshop
        other.key_tag = "7"
        self.assertEqual(other.hung_key_tag, "7")

    def test_two_at_once(self):
        """faults U17: the database keeps one of two who take the same tag at the same moment."""
        first, other = self._create_checkins(2)
        first.key_tag = "8"
        self.env.flush_all()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE aftersales_checkin SET hung_key_tag = '8' WHERE id = %s", [other.id])

    def test_queries(self):
        """faults U17: the tags of many sheets are read at once."""
        sheets = self._create_checkins(6)
        self.assertFlat(lambda records: records.mapped('free_key_tag'), sheets[:1], sheets)
