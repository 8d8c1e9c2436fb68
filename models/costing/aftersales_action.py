from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesAction(models.Model):
    """The cost control record (成本控制记录): measures by field, what each is to save and saved (N5)."""
    _inherit = 'aftersales.action'

    cost_field = fields.Selection([
        ('people', "Use of People"), ('buying', "Buying and Stock"), ('upkeep', "Upkeep of Equipment"),
        ('flow', "Flow of Work"),
    ], string="Where Costs Are Saved", tracking=True, groups='aftersales.group_costing')
    cost_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Currency of Costs", groups='aftersales.group_costing')
    saving_planned = fields.Monetary(
        string="Saving Planned a Year", currency_field='cost_currency_id', bounds=(0, 1e12), tracking=True,
        groups='aftersales.group_costing')
    saving_real = fields.Monetary(
        string="Saving a Year Found", currency_field='cost_currency_id', bounds=(-1e12, 1e12), tracking=True,
        groups='aftersales.group_costing', help="When the effect was looked at.")

    @api.constrains('cost_field', 'saving_planned', 'saving_real')
    def _check_cost_field(self):
        for action in self:
            if not action.cost_field and (action.saving_planned or action.saving_real):
                raise ValidationError(self.env._("%(action)s: choose where costs are saved.", action=action.name))

    def _check_kept(self, names):
        """What was saved is found once it is done; the log tells of it."""
        return super()._check_kept(names - {'saving_real'})
