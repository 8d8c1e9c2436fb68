from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_skill_policy = fields.Selection(
        [('refuse', "Refuse"), ('warn', "Warn and log")],
        string="Technician without the Needed Skill",
        required=True,
        default='refuse',
    )
