from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models


class AftersalesWorkshop(models.Model):
    """An outlet's evening: its day is closed at the hour that it says, by its own clock."""
    _inherit = 'aftersales.workshop'

    close_hour = fields.Integer(
        string="Day Closed At (Hour)", default=20, bounds=(0, 23), help="The daily close is made at this hour.")
    close_reader_ids = fields.Many2many(
        'res.users', 'aftersales_workshop_close_reader_rel', 'workshop_id', 'user_id', string="Daily Close Mailed To",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    close_due = fields.Datetime(
        string="Closed Next", readonly=True, copy=False, index='btree_not_null', groups='aftersales.group_manager')

    @api.model
    def _cron_close_days(self):
        self._work_through(
            ['|', ('close_due', '=', False), ('close_due', '<=', fields.Datetime.now())], '_close_due_days', together=True)

    def _close_due_days(self):
        """Close the day that is due; of an outlet that is new, say when its first one is."""
        outlets = self.sudo()  # sudo: all records are counted; who may see the result, its rules say
        due = outlets.filtered('close_due')
        due._close_days({outlet: outlet._get_local_day(outlet.close_due) for outlet in due})
        for outlet in outlets:
            outlet.close_due = outlet._get_next_close()

    def _get_next_close(self):
        """The next moment that its clock shows the hour."""
        self.ensure_one()
        now = fields.Datetime.now()
        day = self._get_local_day(now)
        for date in (day, day + timedelta(days=1)):
            moment = self._get_tz().localize(datetime.combine(date, time(self.close_hour))).astimezone(pytz.utc)
            if moment.replace(tzinfo=None) > now:
                break
        return moment.replace(tzinfo=None)

    def _close_days(self, days):
        """:param days: dict of outlet: its day"""
        outlets = self.sudo()  # sudo: as above
        Close = self.env['aftersales.day.close'].sudo()
        there = {(close.workshop_id, close.date) for close in Close.search([
            ('workshop_id', 'in', outlets.ids), ('date', 'in', list({*days.values()}))])}
        made = Close
        for day, own in outlets.grouped(lambda outlet: days[outlet]).items():
            own = own.filtered(lambda outlet, day=day: (outlet, day) not in there)
            values = Close._count_day(own, day)
            made += Close.create([{
                **values[outlet], 'workshop_id': outlet.id, 'date': day, 'made_date': fields.Datetime.now()}
                for outlet in own])
        made._tell_readers()
        return made

    def _add_day_hours(self, values, day):
        """Hours of the day by class, and those that technicians have tomorrow."""
        Entry = self.env['aftersales.time.entry']
        for row in Entry._get_figures(day, day, workshops=self):
            if row['workshop'] in values:
                for name in ('a', 'b', 'c', 'd'):
                    values[row['workshop']][f'hours_{name}'] += row[name]
        tomorrow = day + timedelta(days=1)
        for row in Entry._get_figures(tomorrow, tomorrow, workshops=self):
            if row['workshop'] in values:
                values[row['workshop']]['hours_there_tomorrow'] += row['shift_hours']

    def _add_day_invoices(self, values, company, day):
        """Work on invoices of the day: each line belongs to the outlet of its order."""
        lines = self.env['account.move.line'].search([
            ('company_id', '=', company.id), ('parent_state', '=', 'posted'), ('move_id.invoice_date', '=', day),
            ('move_id.move_type', 'in', ('out_invoice', 'out_refund')),
            '|', ('aftersales_line_ids', '!=', False), ('aftersales_share_job_id', '!=', False)])
        for line in lines:
            outlet = line.aftersales_line_ids[:1].order_id.workshop_id or line.aftersales_share_job_id.workshop_id
            if outlet in values:
                values[outlet]['revenue_invoiced'] -= line.balance

    def _add_day_cash(self, values, company, day):
        """Cash is a person's: it is told at the outlet of his team, of others at the company's first one."""
        outlets = company.aftersales_workshop_ids
        home = {person.user_id: outlet for outlet in reversed(outlets) for person in outlet.employee_ids if person.user_id}
        for cash in self.env['aftersales.cash.day'].search([('company_id', '=', company.id), ('date', '=', day)]):
            outlet = home.get(cash.user_id, outlets[:1])
            if outlet in values:
                values[outlet]['cash_received'] += cash.received_amount
                values[outlet]['cash_difference'] += cash.difference
                values[outlet]['cash_open'] += cash.state == 'open'
