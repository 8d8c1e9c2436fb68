from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesBenefitWizardLine(models.TransientModel):
    """A reward that may be used, by one click."""
    _name = 'aftersales.benefit.wizard.line'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.system.values.mixin']
    _description = "Reward to Use"

    wizard_id = fields.Many2one('aftersales.benefit.wizard', required=True, readonly=True, ondelete='cascade')
    name = fields.Char(string="What It Gives", readonly=True)
    program_name = fields.Char(string="Program", readonly=True)
    code = fields.Char(readonly=True)
    points_left = fields.Float(string="Left on the Card", readonly=True, bounds=(0, 1e9))
    points_needed = fields.Float(readonly=True, bounds=(0, 1e9))
    is_level = fields.Boolean(readonly=True)
    is_by_point = fields.Boolean(readonly=True)
    wanted = fields.Float(string="Use at Most", bounds=(0, 1e9), help="Empty: as much as the work costs.")
    reward_key = fields.Integer(readonly=True)
    card_key = fields.Integer(readonly=True)

    def action_use(self):
        self.ensure_one()
        order = self.wizard_id._get_document()
        order._check_may_use_benefits()
        self._use()
        return {'type': 'ir.actions.act_window_close'}

    def _use(self):
        if self.is_level:
            self.env['aftersales.benefit']._use_level(self.wizard_id._get_document())
            return
        # sudo: who uses a customer's coupon need not run the programs
        reward = self.env['loyalty.reward'].sudo().browse(self.reward_key).exists()
        card = self.env['loyalty.card'].sudo().browse(self.card_key).exists() if self.card_key else None
        if not reward or (self.card_key and not (card and card.active)):
            raise UserError(self.env._("“%(name)s” is no longer valid. Open the dialog again.", name=self.name or ''))
        self.env['aftersales.benefit']._use(
            self.wizard_id._get_document(), reward.program_id, card, reward, wanted=self.wanted if self.is_by_point else 0.0)
