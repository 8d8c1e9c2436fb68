from odoo.fields import Command

from .billing import BillingCommon


class MemberCommon(BillingCommon):
    """Programs of Odoo's app for coupons in a company with books; its work has 20 % of tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Program = cls.env['loyalty.program'].with_company(cls.company)
        cls.percent = cls._create_program('coupons', discount=10)
        cls.gift = cls._create_program('gift_card', discount=1, discount_mode='per_point')

    @classmethod
    def _create_program(cls, kind, rules=(), required_points=1, **reward):
        return cls.Program.create({
            'name': f"Test {kind} {len(cls.Program.search([]))}", 'program_type': kind, 'company_id': cls.company.id,
            'currency_id': cls.company.currency_id.id, 'communication_plan_ids': [Command.clear()],
            'rule_ids': [Command.clear(), *map(Command.create, rules)],
            'reward_ids': [Command.clear(), Command.create({'required_points': required_points, **reward})],
        })

    @classmethod
    def _create_card(cls, program, points=1, **values):
        return program.env['loyalty.card'].create({'program_id': program.id, 'points': points, **values})

    def _use(self, order, card, user=None):
        """By its code, as the advisor does."""
        order = order.with_user(user or self.user_advisor)
        action = order.action_use_benefit()
        dialog = order.env['aftersales.benefit.wizard'].browse(action['res_id'])
        dialog.code = card if isinstance(card, str) else card.code
        dialog.action_apply()
        return order.benefit_ids.sorted('id')[-1:]
