from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

MOST_HOURS = 1000
NAME_LENGTH = 200


class AftersalesOrder(models.Model):
    """What the box of the order sheet adds: menus and operations as jobs, parts and free labour as lines."""

    _inherit = 'aftersales.order'

    # === ACTION METHODS ===#

    def sheet_add(self, hit, job_id=False, specification=None):
        """Add what was chosen.

        :param dict hit: its ``kind``, and its ``id``; of free labour ``name``, ``hours`` and ``rate`` instead
        :param job_id: the job that a part or free labour goes to; a job of its own without one
        :return: dict with the form's ``values`` and the id of the ``job`` it went to
        """
        self.ensure_one()
        self.check_access('write')
        self._check_unlocked()
        job = self._get_sheet_record('card', job_id) if job_id else self.env['aftersales.job']
        if job.state == 'cancelled':
            raise UserError(self.env._("Job %(job)s is cancelled and takes no lines. Reopen it first.", job=job.shown_name))
        jobs = self._add_hit(hit if isinstance(hit, dict) else {}, job)
        return self._answer_sheet(specification, job=jobs[:1].id)

    # === BUSINESS METHODS ===#

    def _prepare_job_vals(self, operation=None, menu=None, **values):
        """Values of a job for an operation or a menu; its lines follow at creation."""
        vals = {'operation_id': operation.id if operation else False, 'menu_id': menu.id if menu else False}
        vals.update(values)
        return vals

    def _add_work(self, operations=None, menus=None, **values):
        """Add one job an operation and one a menu, with hours and parts for the car."""
        commands = [
            Command.create(self._prepare_job_vals(operation=operation, **values)) for operation in operations or ()
        ] + [
            Command.create(self._prepare_job_vals(menu=menu, **values)) for menu in menus or ()
        ]
        self.write({'job_ids': commands})
        return self.job_ids[-len(commands):] if commands else self.env['aftersales.job']

    def _add_hit(self, hit, job):
        """Hook: add what was chosen to ``job`` or as a job of its own; rooms know other kinds by ``super()``.

        :return: the job or jobs it is part of
        """
        kind = hit.get('kind')
        if kind in ('menu', 'operation'):
            return self._add_work(**{f'{kind}s': self._get_hit_record(f'aftersales.{kind}', hit)})
        if kind == 'part':
            return self._add_part(self._get_hit_record('product.product', hit), self._get_hit_number(hit, 'quantity', 1.0), job)
        if kind == 'labour':
            return self._add_free_labour(hit, job)
        raise UserError(self.env._("What is to be added is not known: %(kind)s.", kind=kind))

    def _add_part(self, product, quantity, job):
        if not product.filtered_domain(self._get_part_domain()):
            raise UserError(self.env._("%(product)s is no part that is sold here.", product=product.display_name))
        return self._add_lines(product.name, [{'line_type': 'part', 'product_id': product.id, 'quantity': quantity}], job)

    def _add_free_labour(self, hit, job):
        """Work that no operation describes: what it is, how long, at what rate; never an empty job at 0.00."""
        name = hit.get('name')
        name = name.strip()[:NAME_LENGTH] if isinstance(name, str) else ''
        hours, rate = self._get_hit_number(hit, 'hours', 0.0), self._get_hit_number(hit, 'rate', self._get_free_rate())
        if not name:
            raise UserError(self.env._("Say what is to be done."))
        if not 0 < hours <= MOST_HOURS:
            raise UserError(self.env._("Enter the hours “%(work)s” will take, such as 0.5.", work=name))
        if rate <= 0:
            raise UserError(self.env._(
                "Enter what an hour of “%(work)s” costs. What is free is given away in the row, or by the pay type.",
                work=name))
        vals = {
            'line_type': 'labour', 'product_id': self.env.ref('aftersales.product_labour').id, 'name': name, 'quantity': hours,
        }
        if self.currency_id.compare_amounts(rate, self._get_free_rate()):
            vals['price_unit'] = rate
        return self._add_lines(name, [vals], job)

    def _add_lines(self, name, vals_list, job):
        """Lines at the end of ``job``, or of a new one of that name."""
        if not job:
            self.write({'job_ids': [Command.create({
                'name': name, 'sequence': max(self.job_ids.mapped('sequence'), default=0) + 10,
                'line_ids': [Command.create(vals) for vals in vals_list],
            })]})
            return self.job_ids.sorted('id')[-1:]
        last = max(job.line_ids.mapped('sequence'), default=0)
        self.env['aftersales.order.line'].create([
            {**vals, 'job_id': job.id, 'sequence': last + 10 * index} for index, vals in enumerate(vals_list, start=1)])
        return job

    def _get_hit_record(self, model, hit):
        """What was chosen, as far as the user may see it.

        :raises UserError: when it is no longer there
        """
        record_id = hit.get('id')
        is_id = isinstance(record_id, int) and not isinstance(record_id, bool)
        record = self.env[model].search([('id', '=', record_id), ('company_id', 'in', (False, self.company_id.id))]) \
            if is_id else self.env[model]
        if not record:
            raise UserError(self.env._("What was chosen is no longer there. Look for it again."))
        return record

    def _get_hit_number(self, hit, name, default):
        """:raises UserError: for what is no finite number"""
        field = {'quantity': 'quantity', 'hours': 'quantity', 'rate': 'price_unit'}[name]
        if hit.get(name) is None:
            return default
        Line = self.env['aftersales.order.line']
        return Line._parse_sheet_value(Line._fields[field], hit[name])
