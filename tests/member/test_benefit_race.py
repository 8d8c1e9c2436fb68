from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestBenefitRace(RaceCommon):
    """G3: two orders, or an order and a counter sale, at the same coupon: whoever is second waits for the first, and then
    finds it used."""

    _states = ('in_progress', 'todo')

    @classmethod
    def _prepare_jobs(cls, env, cast):
        return [{'name': "Race", 'line_ids': [Command.create({'product_id': cast['labour'].id, 'price_unit': 100})]}]

    @classmethod
    def _create_more(cls, env, order):
        program = env['loyalty.program'].with_company(order.company_id).create({
            'name': "Race", 'program_type': 'coupons', 'company_id': order.company_id.id,
            'currency_id': order.currency_id.id, 'communication_plan_ids': [Command.clear()],
            'reward_ids': [Command.clear(), Command.create({'discount': 10, 'required_points': 1})]})
        card = env['loyalty.card'].create({'program_id': program.id, 'points': 1})
        other = order.copy()
        sale = env['aftersales.counter.sale'].create({
            'workshop_id': order.workshop_id.id, 'partner_id': order.partner_id.id,
            'line_ids': [Command.create({'product_id': cls.ids['pads']})]})
        cls.other, cls.sale, cls.program, cls.card = other.id, sale.id, program.id, card.id

    @classmethod
    def _remove(cls, env):
        env['aftersales.order'].browse(cls.other).unlink()
        env['aftersales.counter.sale'].browse(cls.sale).unlink()
        super()._remove(env)
        env['loyalty.card'].browse(cls.card).unlink()
        program = env['loyalty.program'].browse(cls.program)
        program.active = False
        program.unlink()

    @mute_logger('odoo.sql_db')
    def test_same_coupon(self):
        """G3: one wins."""
        def use(order):
            card = order.env['loyalty.card'].browse(self.card)
            order.env['aftersales.benefit']._use(order, card.program_id, card, card.program_id.reward_ids)

        def use_other(order):
            use(order.browse(self.other))

        def use_at_counter(order):
            use(order.env['aftersales.counter.sale'].browse(self.sale))

        self.assertOneWaits(use, use_other)
        self.assertOneWaits(use_other, use)
        self.assertOneWaits(use, use_at_counter)
        self.assertOneWaits(use_at_counter, use)
