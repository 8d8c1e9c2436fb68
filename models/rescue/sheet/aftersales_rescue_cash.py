from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

BOOK = 'aftersales.group_book_rescue'
# What is noted of the money until the cashier has it.
CASH_FIELDS = {'cash_amount', 'cash_taken_by', 'cash_date', 'cash_reference'}


class AftersalesRescueSheet(models.Model):
    """Money a crew took at the place: handed to the cashier the same day, else the next day with its voucher (J9)."""
    _inherit = 'aftersales.rescue.sheet'

    cash_amount = fields.Monetary(
        string="Cash Taken", bounds=(0, 1e6), groups='aftersales.group_price,base.group_portal', tracking=True)
    cash_taken_by = fields.Char(string="Taken by Whom")
    cash_date = fields.Datetime(string="Cash Taken On")
    cash_due = fields.Datetime(
        string="To Be Handed In By", compute='_compute_cash_due', store=True, index='btree_not_null',
        help="The end of the day on which it was taken.")
    cash_handed_date = fields.Datetime(string="Handed In On", readonly=True, copy=False, tracking=True)
    cash_receiver_id = fields.Many2one(
        'res.users', string="Cashier", readonly=True, copy=False, index='btree_not_null', tracking=True)
    cash_reference = fields.Char(string="Receipt or Invoice Number", copy=False, tracking=True)
    is_cash_late = fields.Boolean(string="Cash Is Late", compute='_compute_is_cash_late', search='_search_is_cash_late')

    _cash_idx = models.Index("(cash_due) WHERE cash_due IS NOT NULL AND cash_handed_date IS NULL")

    @api.depends('cash_amount', 'cash_date', 'workshop_id')
    def _compute_cash_due(self):
        for sheet in self:
            due = False
            if sheet.sudo().cash_amount and sheet.cash_date:  # sudo: that there is some is told to whoever carries it
                tz = sheet.workshop_id._get_tz()
                day = pytz.utc.localize(sheet.cash_date).astimezone(tz).date() + timedelta(days=1)
                due = tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            sheet.cash_due = due

    @api.depends('cash_due', 'cash_handed_date')
    def _compute_is_cash_late(self):
        now = fields.Datetime.now()
        for sheet in self:
            sheet.is_cash_late = bool(sheet.cash_due and sheet.cash_due < now and not sheet.cash_handed_date)

    def _search_is_cash_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('cash_due', '<', fields.Datetime.now()) & Domain('cash_handed_date', '=', False)
        return late if True in value else ~late

    @api.constrains('cash_amount', 'cash_date', 'cash_taken_by')
    def _check_cash(self):
        """Money is taken for priced work only, by somebody, on a day."""
        for sheet in self.sudo():  # sudo: amounts are compared, not told
            if not sheet.cash_amount:
                continue
            if not sheet.cash_date or not (sheet.cash_taken_by or '').strip():
                raise UserError(self.env._(
                    "%(sheet)s: enter who took the cash, and when.", sheet=sheet.display_name))
            if sheet.currency_id.compare_amounts(sheet.cash_amount, sheet.total_price) > 0:
                raise UserError(self.env._(
                    "%(sheet)s: cash is taken for priced work only, and not more than it comes to.",
                    sheet=sheet.display_name))

    # === CRUD METHODS ===#

    def write(self, vals):
        if not self.env.su and vals.keys() & CASH_FIELDS:
            for sheet in self.filtered('cash_handed_date'):
                raise UserError(self.env._(
                    "%(sheet)s: the cashier has taken the cash, and what was noted of it stays.", sheet=sheet.display_name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cash(self):
        for sheet in self.sudo().filtered('cash_amount'):  # sudo: amounts are compared, not told
            raise UserError(self.env._(
                "%(sheet)s says who took cash: it is not deleted.", sheet=sheet.display_name))

    # === ACTION METHODS ===#

    def action_check_before_signing(self):
        self._check_cash()  # prices may have changed since
        return super().action_check_before_signing()

    def action_take_cash(self):
        """The cashier has it, and gives the number of the receipt or invoice."""
        self.check_access('read')
        if not self.env.user.has_group(BOOK):
            raise AccessError(self.env._(
                "Only these roles take cash: %(role)s.", role=self.env.ref(BOOK).sudo().name))
        self._claim_for_update()
        for sheet in self.sudo():  # sudo: the stamp is the system's; the role is checked
            if not sheet.cash_amount or sheet.cash_handed_date:
                raise UserError(self.env._(
                    "%(sheet)s: no cash is to be handed in.", sheet=sheet.display_name))
            if not (sheet.cash_reference or '').strip():
                raise UserError(self.env._(
                    "%(sheet)s: enter the number of the receipt or invoice first.", sheet=sheet.display_name))
            sheet.write({'cash_handed_date': fields.Datetime.now(), 'cash_receiver_id': self.env.uid})
