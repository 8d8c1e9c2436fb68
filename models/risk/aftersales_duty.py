from odoo import fields, models


class AftersalesDuty(models.Model):
    """A duty of the law or of a permit (N6): what is asked for, what shows that it is kept, and how often that is looked at."""
    _name = 'aftersales.duty'
    _description = "Duty of the Law"
    _inherit = ['aftersales.review.mixin']
    _order = 'next_date, id'
    _rec_names_search = ['name', 'law']

    name = fields.Char(string="Duty", required=True, max_length=300, tracking=True, index='trigram')
    law = fields.Char(string="Law or Rule", required=True, max_length=200, tracking=True)
    article = fields.Char(max_length=80, tracking=True)
    applies_to = fields.Char(string="Applies To", max_length=200, tracking=True)
    asked = fields.Char(string="Evidence Asked For", max_length=300, tracking=True)
    check_ids = fields.One2many('aftersales.duty.check', 'duty_id', string="Checks")
    last_result = fields.Selection(
        [('kept', "Fulfilled"), ('broken', "Not Fulfilled")], string="Last Result", readonly=True, copy=False,
        index='btree_not_null')
    action_ids = fields.One2many('aftersales.action', 'duty_id', string="Improvement Actions")
