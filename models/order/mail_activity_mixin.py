from odoo import api, fields, models


class MailActivityMixin(models.AbstractModel):
    """What comes next of a document's tasks is told of those that its reader may read."""
    _inherit = 'mail.activity.mixin'

    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)
    activity_summary = fields.Char(related=None, compute='_compute_activity_summary', readonly=True)

    @api.depends('activity_ids.summary')
    @api.depends_context('uid', 'su')
    def _compute_activity_summary(self):
        """Asked anew: what the system read in the same request is known without any right."""
        hidden = self.activity_ids._filter_hidden()
        for record in self:
            record.activity_summary = (record.activity_ids - hidden)[:1].summary
