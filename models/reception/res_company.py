from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_response_hours = fields.Float(
        string="First Response to Enquiries (hours)", default=24.0, required=True)
    aftersales_answer_hours = fields.Float(
        string="Answer after the First Response (hours)", default=12.0, required=True)
    aftersales_diagnosis_product_id = fields.Many2one(
        'product.product', string="Diagnosis Fee", check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
    )
    aftersales_reminder_hours = fields.Float(
        string="Remind of Appointments (hours before)", default=24.0, required=True)
    aftersales_no_show_minutes = fields.Integer(
        string="No-show after (minutes)", default=60, required=True)
    aftersales_delivery_signature = fields.Boolean(
        string="Signature at Delivery",
        help="Only dispatchers and managers deliver cars without the dialog in which the customer signs.",
    )

    _aftersales_promises_positive = models.Constraint(
        'CHECK(aftersales_response_hours > 0 AND aftersales_answer_hours > 0)',
        "Enquiries are answered in more than no time: enter hours above 0.",
    )
    _aftersales_appointment_delays = models.Constraint(
        'CHECK(aftersales_reminder_hours >= 0 AND aftersales_no_show_minutes > 0)',
        "Remind 0 or more hours before an appointment, and wait some minutes before it counts as missed.",
    )
