from odoo import api, fields, models


class AftersalesCouponProgramMixin(models.AbstractModel):
    """What speaks of a program of Odoo's app for coupons, which need not be installed: a key in words instead of a link."""
    _name = 'aftersales.coupon.program.mixin'
    _description = "Names a Coupon Program"

    coupon_program = fields.Selection('_get_programs', string="Program")

    @api.model
    def _get_programs(self):
        return [(str(program.id), program.name) for program in self._find_programs()]

    @api.model
    def _find_programs(self):
        """:return: programs of the companies one works in, SUDOED; none without the app"""
        if not self.env['aftersales.benefit']._has_loyalty():
            return []
        # sudo: whoever speaks of a program need not run it
        return self.env['loyalty.program'].sudo().with_context(active_test=False).search(
            [('company_id', 'in', [False, *self.env.companies.ids, *self.env.companies.parent_ids.ids])])

    def _get_program_name(self):
        self.ensure_one()
        return dict(self._get_programs()).get(self.coupon_program, '')
