from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestAssessmentRace(RaceCommon):
    """E11, faults M16: two at one assessment: whoever is second waits for the first, and then finds it answered."""

    _states = ('in_progress', 'todo')

    @classmethod
    def _create_more(cls, env, order):
        accident = env['aftersales.accident'].create({
            'order_id': order.id, 'insurer_id': cls.ids['insurer'], 'claim_number': "RACE",
            'drop_reason': "No"})
        assessment = accident.assessment_ids.create({
            'accident_id': accident.id, 'approver': "Li Qiang", 'refusal': "Old damage",
            'line_ids': [Command.create({'name': "Door", 'amount_asked': 50, 'amount': 40})]})
        assessment.action_ask()
        cls.accident, cls.assessment = accident.id, assessment.id

    @classmethod
    def _remove(cls, env):
        env['aftersales.assessment'].browse(cls.assessment).unlink()
        env['aftersales.accident'].browse(cls.accident).unlink()
        super()._remove(env)

    def _at(self, act):
        return lambda order: act(order.env['aftersales.assessment'].browse(self.assessment))

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """E11, faults M16: two approvers, a yes beside a no, an amount that is changed, and a supplement beside the answer."""
        approve, refuse = self._at(lambda asked: asked.action_approve()), self._at(lambda asked: asked.action_refuse())
        amount = self._at(lambda asked: asked.line_ids.write({'amount': 45}))
        for label, pair in {
            'approved twice': (approve, approve),
            'approved, refused': (approve, refuse),
            'approved, amount': (approve, amount),
            'refused, amount': (refuse, amount),
            'approved, supplement': (approve, self._at(lambda asked: asked.create({'accident_id': self.accident}))),
            'approved, dropped': (approve, self._at(lambda asked: asked.accident_id.action_drop())),
        }.items():
            for first, second in (pair, pair[::-1]):
                with self.subTest(label):
                    self.assertOneWaits(first, second)
