from odoo import fields, models


class AftersalesStatuteReopenWizard(models.TransientModel):
    """Why a refused case is taken up again, and when the customer came with it."""
    _name = 'aftersales.statute.reopen.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Reopen a Case"

    case_id = fields.Many2one('aftersales.statute.case', required=True, readonly=True, ondelete='cascade')
    new_repairs = fields.Char(related='case_id.new_repairs')
    request_date = fields.Date(
        string="Requested Again On", required=True, default=fields.Date.context_today,
        help="The deadlines of the law run from this day.")

    def action_apply(self):
        self.ensure_one()
        self.case_id._reopen(self.reason, self.request_date)
        return {'type': 'ir.actions.act_window_close'}
