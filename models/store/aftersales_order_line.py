from odoo import fields, models


class AftersalesOrderLine(models.Model):
    """What goes out for repair orders, by their class, in months that are kept; and what is bought for them in a hurry (H7)."""
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.part.emergency.mixin']

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'job_id' in vals:
            job_id = getattr(vals['job_id'], 'id', vals['job_id'])
            self.filtered(lambda line: line.job_id.id != job_id)._forget_kept_months()
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _forget_kept_months(self):
        """Their class changes: what went out for them in months that are over is not what was kept."""
        begun = fields.Datetime.now().replace(day=2, hour=12)  # by every clock
        # sudo: whether stock is kept is the system's word
        gone = self.env['stock.move'].sudo().search([
            ('aftersales_line_id', 'in', self.ids), ('state', '=', 'done'), ('date', '<', begun)]) if self.ids else None
        if gone:
            self.env['aftersales.stocking.policy']._forget_kept(gone.company_id)
