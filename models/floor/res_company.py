from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_finding_policy = fields.Selection(
        [
            ('concern', "Correction, when the customer complained of something"),
            ('always', "Cause and correction, always"),
            ('never', "Nothing"),
        ],
        string="Technician Enters at the End of a Job",
        required=True,
        default='concern',
    )
    aftersales_clock_no_gap = fields.Boolean(
        string="No Gaps between Jobs",
        help="When a job is finished or has to wait, the technician's clock goes on as waiting for work.",
    )
