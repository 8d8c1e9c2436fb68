from odoo import fields, models


class AftersalesWorkClass(models.Model):
    _inherit = 'aftersales.work.class'

    checklist_id = fields.Many2one(
        'aftersales.inspection.template',
        string="Inspection Checklist",
        index='btree_not_null',
        ondelete='restrict',
        help="Items the inspector answers before a job of this class passes.",
    )
