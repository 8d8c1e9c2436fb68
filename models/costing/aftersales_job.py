from collections import defaultdict

import pytz

from odoo import models


class AftersalesJob(models.Model):
    """What a job cost: times, parts, sublet work, place of work and overhead (N5)."""
    _inherit = 'aftersales.job'

    def _fetch_cost_facts(self):
        """Times, parts and what was sold of all jobs at once.

        :return: (times by job, value of parts by job); lines come with the jobs
        """
        times, parts = defaultdict(list), defaultdict(float)
        entries = self.env['aftersales.time.entry'].search(
            [('job_id', 'in', self.ids), ('stop', '!=', False)], order='start, id')
        for entry in entries:
            times[entry.job_id].append(entry)
        moves = self.env['stock.move'].search([('aftersales_line_id', 'in', self.line_ids.ids), ('state', '=', 'done')])
        for move in moves:
            sign = 1 if move.location_id.usage in ('internal', 'transit') else -1
            parts[move.aftersales_line_id.job_id] += sign * move.value
        return times, parts

    def _prepare_cost_row(self, facts, rates, zone, day):
        """:return: values of the row of costs; amounts in the company's currency"""
        self.ensure_one()
        (times, parts), order, currency = facts, self.order_id, self.company_id.currency_id
        if order.delivered_date:
            day = pytz.utc.localize(order.delivered_date).astimezone(zone).date()
        words, costs, lacking = [], {}, False
        labour = self._reckon_labour(times[self], rates, zone)
        place = self._reckon_place(times[self], rates, day)
        for name, (amount, text, misses) in (('labour_cost', labour), ('equipment_cost', place)):
            costs[name], lacking = amount, lacking or misses
            words.append(text)
        costs['material_cost'] = currency.round(parts[self])
        costs['sublet_cost'] = self._to_company(sum(
            line.sublet_total_cost for line in self._get_sold_lines() if line.line_type == 'sublet'))
        words += [f"{self.env._('Parts')}: {costs['material_cost']:.2f}" if costs['material_cost'] else '',
                  f"{self.env._('Sublet')}: {costs['sublet_cost']:.2f}" if costs['sublet_cost'] else '']
        direct = sum(costs.values())
        percent = self.env['aftersales.cost.rate']._find_rate(rates, 'overhead', day, self.workshop_id) or 0.0
        costs['overhead_cost'] = currency.round(direct * percent / 100)
        if percent:
            words.append(f"{self.env._('Overhead')}: {direct:.2f} × {percent:g} % = {costs['overhead_cost']:.2f}")
        total, sold = currency.round(direct + costs['overhead_cost']), self._get_sold_by_type()
        revenue = currency.round(sum(sold.values()))
        return {
            **costs, **sold, 'revenue': revenue, 'cost_total': total, 'margin': currency.round(revenue - total),
            'hours': round(sum(entry.hours for entry in times[self]), 4), 'is_incomplete': lacking,
            'words': "\n".join(filter(None, words)), 'date': day, 'order_id': order.id, 'company_id': self.company_id.id,
            'workshop_id': self.workshop_id.id, 'user_id': order.user_id.id, 'technician_id': self.technician_id.id,
            'model_id': order.model_id.id, 'vehicle_id': self.vehicle_id.id, 'work_class_id': self.work_class_id.id,
            'pay_type_id': self.pay_type_id.id}

    def _get_sold_by_type(self):
        sold = dict.fromkeys(('labour_revenue', 'parts_revenue', 'other_revenue'), 0.0)
        names = {'labour': 'labour_revenue', 'part': 'parts_revenue'}
        for line in self._get_sold_lines():
            sold[names.get(line.line_type, 'other_revenue')] += line.price_subtotal
        return {name: self._to_company(amount) for name, amount in sold.items()}

    def _to_company(self, amount):
        """:return: ``amount`` of the order's currency at the order's rate, in the company's"""
        currency = self.company_id.currency_id
        return currency.round(amount if self.currency_id == currency else amount / (self.order_id.currency_rate or 1.0))

    def _reckon_labour(self, entries, rates, zone):
        """Each person's hours of a day at the rate of that day: (amount, words, whether a rate was missing)."""
        hours, currency = defaultdict(float), self.company_id.currency_id
        for entry in entries:
            hours[entry.employee_id, pytz.utc.localize(entry.start).astimezone(zone).date()] += entry.hours
        by_rate, find = defaultdict(float), self.env['aftersales.cost.rate']._find_rate
        for (person, day), worked in hours.items():
            by_rate[person, find(rates, 'labour', day, self.workshop_id, employee=person)] += worked
        total = sum(currency.round(worked * (rate or 0.0)) for (__, rate), worked in by_rate.items())
        text = " + ".join(
            f"{worked:.2f} h × {'?' if rate is None else f'{rate:.2f}'} ({person.name})"
            for (person, rate), worked in by_rate.items())
        misses = any(rate is None for __, rate in by_rate)
        return total, text and f"{self.env._('Labour')}: {text} = {total:.2f}", misses

    def _reckon_place(self, entries, rates, day):
        """The place of work is taken once, however many work there: the hours in which somebody did."""
        taken, last = 0.0, None
        for entry in entries:  # in the order of their start
            start = max(entry.start, last) if last else entry.start
            if entry.stop > start:
                taken += (entry.stop - start).total_seconds() / 3600
                last = entry.stop
        rate = self.env['aftersales.cost.rate']._find_rate(rates, 'bay', day, self.workshop_id, bay=self.bay_id)
        if not rate or not taken:
            return 0.0, '', False
        amount = self.company_id.currency_id.round(taken * rate)
        place = f" ({self.bay_id.name})" if self.bay_id else ""
        return amount, f"{self.env._('Place of Work')}: {taken:.2f} h × {rate:.2f}{place} = {amount:.2f}", False
