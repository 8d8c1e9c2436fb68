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

    def _get_planned_tasks(self, xmlid):
        """Tasks of a kind that the system has planned, read with all others: whoever asks next reads nothing."""
        type_id = self.env['ir.model.data']._xmlid_to_res_id(xmlid)
        return self.activity_ids.filtered(lambda task: task.activity_type_id.id == type_id and task.automated)
