from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_skill_policy = fields.Selection(
        [('refuse', "Refuse"), ('warn', "Warn and log")],
        string="Technician without the Needed Skill",
        required=True,
        default='refuse',
    )
    aftersales_notice_channel = fields.Selection(
        [
            ('mail_first', "E-mail, else SMS"),
            ('both', "E-mail and SMS"),
            ('mail', "E-mail"),
            ('sms', "SMS"),
        ],
        string="Notices to Customers",
        required=True,
        default='mail_first',
    )
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
    aftersales_comeback_days = fields.Integer(
        string="Comeback within (days)",
        default=30,
        help="The same concern or work on a car within these days counts as a comeback, inside or outside the guarantee.",
    )
    aftersales_sublet_markup = fields.Float(
        string="Markup on Sublet Work (%)",
        default=20.0,
        help="The customer's price of work another shop does: the vendor's price plus this percentage.",
    )

    _check_aftersales_floor = models.Constraint(
        'CHECK(aftersales_comeback_days >= 0 AND aftersales_sublet_markup >= 0)',
        "The days of a comeback and the markup on sublet work cannot be negative.",
    )
    aftersales_authorisation_hours = fields.Integer(
        string="Links for Authorisation",
        required=True,
        default=72,
        help="Hours after which the link by which a customer answers expires.",
    )
    aftersales_promise_warning_minutes = fields.Integer(
        string="Warn of Late Promises (minutes before)", default=60, required=True)

    _check_aftersales_authorisation_hours = models.Constraint(
        'CHECK(aftersales_authorisation_hours > 0)',
        "A link by which customers answer has to work for at least one hour.",
    )
