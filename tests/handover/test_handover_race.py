from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.handover import SIGNATURE
from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestHandoverRace(RaceCommon):
    """P1: two at one sheet: whoever is second waits for the first, and then finds what he did."""

    _states = ('draft', 'todo')

    @classmethod
    def _create_more(cls, env, order):
        car = env['fleet.vehicle'].create({'model_id': order.vehicle_id.model_id.id, 'license_plate': 'RACE HO'})
        cls.car = car.id
        sheet = env['aftersales.handover'].create({
            'vehicle_id': car.id, 'partner_id': order.partner_id.id, 'workshop_id': order.workshop_id.id,
            'drop_reason': "Sale undone"})
        sheet.line_ids.write({'result': 'ok'})
        sheet.line_ids[0].write({'result': 'defect', 'finding_text': "Scratch"})
        sheet.action_sign_technician(SIGNATURE)
        cls.sheet = sheet.id

    @classmethod
    def _remove(cls, env):
        env['aftersales.handover'].browse(cls.sheet).unlink()
        env['fleet.vehicle'].browse(cls.car).unlink()
        super()._remove(env)

    def _at(self, act):
        return lambda order: act(order.env['aftersales.handover'].browse(self.sheet))

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """P1: two signers, a signer beside a new finding, two orders for one defect, a signer beside the end."""
        sign = self._at(lambda sheet: sheet.action_sign_technician(SIGNATURE))
        other = self._at(lambda sheet: sheet.action_sign_technician(SIGNATURE, 'typed'))
        find = self._at(lambda sheet: sheet.line_ids[1].write({'result': 'defect', 'finding_text': "Dent"}))
        mend, drop = self._at(lambda sheet: sheet.action_mend_defects()), self._at(lambda sheet: sheet.action_drop())
        for label, pair in {
            'signed twice': (sign, other), 'signed, found': (sign, find), 'mended twice': (mend, mend),
            'signed, dropped': (sign, drop), 'found, dropped': (find, drop), 'dropped twice': (drop, drop),
        }.items():
            for first, second in (pair, pair[::-1]):
                with self.subTest(label):
                    self.assertOneWaits(first, second)
