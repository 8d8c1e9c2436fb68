from odoo import fields, models


class MailActivityMixin(models.AbstractModel):
    """What comes next of a document's tasks is told of those that its reader may read."""
    _inherit = 'mail.activity.mixin'

    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)
    activity_summary = fields.Char(related_sudo=False)
