from odoo import fields, models


class AftersalesFollowupContact(models.Model):
    _inherit = 'aftersales.followup.contact'

    reminder_id = fields.Many2one(
        'aftersales.reminder', readonly=True, index='btree_not_null', ondelete='restrict', check_company=True)

    def _is_history(self):
        """What the system sent stays as it was sent."""
        return super()._is_history() or bool(self.reminder_id)
