from odoo import fields, models


class AftersalesWorkshop(models.Model):
    """How an outlet takes bookings (C3, C7)."""
    _inherit = 'aftersales.workshop'

    slot_minutes = fields.Integer(
        string="Minutes between Slots", required=True, default=30,
        help="Customers are offered a time at the counter every so many minutes.")
    counter_minutes = fields.Integer(
        string="Minutes at the Counter", required=True, default=15,
        help="How long an advisor is busy with one customer who brings a car.")
    waiter_quota = fields.Integer(
        string="Waiting Customers a Day", default=6,
        help="At most so many bookings a day of customers who wait for their car. 0: no limit.", bounds=(None, 1000))
    booking_days = fields.Integer(
        string="Days Bookable Ahead", required=True, default=60,
        help="How far ahead customers may book by themselves.", bounds=(None, 366))
    booking_notice_hours = fields.Float(
        string="Notice of Bookings", default=2.0,
        help="How long before a slot customers may still book it by themselves.", bounds=(None, 8784))
    advisor_ids = fields.Many2many(
        'res.users', 'aftersales_workshop_advisor_rel', 'workshop_id', 'user_id', string="Advisors at the Counter",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who receives customers, one at a time. Empty: the advisors of the team; "
             "without any, the counter does not limit the bookings.")
    special_day_ids = fields.One2many('aftersales.special.day', 'workshop_id', string="Special Days", copy=False)

    _minutes_sensible = models.Constraint(
        'CHECK (slot_minutes BETWEEN 5 AND 480 AND counter_minutes BETWEEN 1 AND 480)',
        "Slots lie 5 to 480 minutes apart, and a customer stays 1 to 480 minutes at the counter.",
    )
    _booking_limits_positive = models.Constraint(
        'CHECK (waiter_quota >= 0 AND booking_days >= 0 AND booking_notice_hours >= 0)',
        "Limits of bookings cannot be negative.",
    )

    # === BUSINESS METHODS ===#

    def _get_advisors(self):
        """Users who receive customers at the counter."""
        self.ensure_one()
        if self.advisor_ids:
            return self.advisor_ids
        # sudo: the team's logins are the outlet's business, whoever asks for a slot
        return self.sudo().employee_ids.user_id.filtered(
            lambda user: user.has_group('aftersales.group_advisor') and not user.has_group('aftersales.group_manager')
        ).with_env(self.env)
