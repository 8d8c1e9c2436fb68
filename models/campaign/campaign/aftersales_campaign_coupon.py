from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCampaign(models.Model):
    """Coupons of Odoo's app for them, for whoever came; without the app nothing speaks of them (J5)."""
    _inherit = 'aftersales.campaign'

    coupon_program_name = fields.Char(
        string="Coupon Program", help="The name of a coupon program under Coupons & Loyalty.")

    @api.model
    def _has_coupons(self):
        return 'loyalty.program' in self.env

    @api.constrains('offer', 'coupon_program_name')
    def _check_coupon(self):
        for campaign in self.filtered(lambda campaign: campaign.offer == 'coupon'):
            if not campaign._has_coupons():
                raise UserError(self.env._(
                    "Coupons take the app “Coupons & Loyalty”, which is not installed. Offer a discount or a menu instead."))
            if not campaign._get_coupon_program():
                raise UserError(self.env._(
                    "There is no coupon program “%(program)s” under Coupons & Loyalty. Enter the name of one.",
                    program=campaign.coupon_program_name or ''))

    def _get_coupon_program(self):
        self.ensure_one()
        # sudo: whoever runs the event need not run the program
        return self.env['loyalty.program'].sudo().search([
            ('program_type', '=', 'coupons'), ('company_id', 'in', (False, self.company_id.id)),
            ('name', '=', self.coupon_program_name)], limit=1)

    def action_give_coupons(self):
        """Each customer who came gets one, once."""
        for campaign in self:
            if campaign.offer != 'coupon':
                raise UserError(self.env._("%(campaign)s offers no coupon.", campaign=campaign.display_name))
            campaign.check_access('write')
            campaign._claim_for_update()
            campaign._check_coupon()
            campaign._give_coupons()

    def _give_coupons(self):
        program = self._get_coupon_program()
        guests = self._find_guests('attended').filtered(lambda guest: not guest.coupon_code)
        if not guests:
            raise UserError(self.env._(
                "%(campaign)s: everybody who came has his coupon.", campaign=self.display_name))
        cards = program.coupon_ids.create([
            {'program_id': program.id, 'partner_id': guest.partner_id.id, 'points': 1} for guest in guests])
        for guest, card in zip(guests, cards, strict=True):
            guest.coupon_code = card.code
