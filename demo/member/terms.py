from odoo import api, models

# Who bears what a program takes off, where it is not the house.
BEARERS = {'promotion': 'campaign', 'promo_code': 'campaign', 'buy_x_get_y': 'campaign', 'next_order_coupons': 'campaign'}


class AftersalesDemo(models.AbstractModel):
    """Where Odoo's app for coupons has programs of its own demo, what ours asks of them besides (G3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_coupon_terms(self):
        """Coupons stand alone, campaigns bear what they give, and points lapse after two years."""
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            Terms = self._as(self.env['aftersales.coupon.terms'], 'manager', company)
            Terms.create([{
                'coupon_program': str(program.id), 'company_id': company.id,
                'bearer': BEARERS.get(program.program_type, 'house'), 'stands_alone': program.program_type == 'coupons',
                'points_months': 24 if program.program_type == 'loyalty' else 0,
            } for program in Terms._find_programs() if program.active and program.company_id in (company, company.browse())])
            coupons = [program for program in Terms._find_programs() if program.active and program.program_type == 'coupons'
                       and program.company_id in (company, company.browse())]
            if coupons:
                self._as(self.env['aftersales.voucher.rule'], 'manager', company).create([{
                    'occasion': occasion, 'coupon_program': str(coupons[0].id), 'company_id': company.id}
                    for occasion in ('birthday', 'referral', 'insurance')])
