from odoo import fields, models


class AftersalesOrder(models.Model):
    """What takes the repair guarantee from the order's work, and what becomes of the replaced parts (D5)."""

    _inherit = 'aftersales.order'

    old_parts_wish = fields.Selection(
        selection=[('return', "Give back to the customer"), ('dispose', "Customer agrees to disposal")],
        string="Replaced Parts",
        help="What the customer wants done with the replaced parts; printed on the repair order.",
    )

    def _get_void_lines(self):
        """Parts that take the guarantee from the work they are used for."""
        self.ensure_one()
        return self._get_live_lines().filtered(lambda line: line._voids_guarantee())
