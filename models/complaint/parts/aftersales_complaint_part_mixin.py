from odoo import api, models


class AftersalesComplaintPartMixin(models.AbstractModel):
    """A line of a complaint: written by whoever may write the complaint's block it stands in, on whatever way."""
    _name = 'aftersales.complaint.part.mixin'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Part of a Complaint"

    _frozen_with = 'complaint_id'
    # The one2many of the complaint.
    _block = None

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_block()
        return parts

    def write(self, vals):
        self._check_part_written(vals)
        result = super().write(vals)
        if 'complaint_id' in vals:
            self._check_block()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_other_block(self):
        self._check_block()

    def _check_part_written(self, vals):
        """Hook: what may be written of a part whatever its complaint is."""
        self._check_block()

    def _check_block(self):
        if not self.env.su:
            self.complaint_id._check_may_write({self._block: True})
