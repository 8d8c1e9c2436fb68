from odoo import api, models
from odoo.fields import Command

AFTER_ALL_POINTS = 10_000


class AftersalesDeliveryWizard(models.TransientModel):
    """Papers that we kept come back when the car does: a point each, ticked or explained, and signed with the others."""

    _inherit = 'aftersales.delivery.wizard'

    @api.depends('order_id')
    def _compute_line_ids(self):
        super()._compute_line_ids()
        for wizard in self:
            wizard.line_ids = [
                Command.create({'sequence': AFTER_ALL_POINTS, 'name': paper._say_returned()})
                for paper in wizard.order_id._get_kept_papers()
            ]

    def _get_missing(self):
        missing = super()._get_missing()
        told = set(self.line_ids.mapped('name'))
        untold = self.order_id._get_kept_papers().filtered(lambda paper: paper._say_returned() not in told)
        if untold:
            missing.append(self.env._(
                "%(documents)s: kept by us and not among the points. Close the dialog and open it again.",
                documents=", ".join(untold.document_id.mapped('name'))))
        return missing
