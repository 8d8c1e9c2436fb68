from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.words import say_stamp

# What makes an allocation another one; equal rows are left alone.
ALLOCATION_KEY = ('workshop_id', 'employee_id', 'bay_id', 'job_id', 'start', 'stop')


class AftersalesAllocation(models.Model):
    """A technician, or a bay, taken for a stretch of time (C2, C7, E5).

    Jobs and appointments plan their people and bays here and nowhere else, so that the database itself
    refuses to promise one pair of hands, or one lift, to two cars. Rows are made and removed by the plan of
    the document they belong to; a car's jobs share one row a bay.
    """
    _name = 'aftersales.allocation'
    _description = "Allocation"
    _order = 'start, id'
    _rec_name = 'start'
    _check_company_auto = True

    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    employee_id = fields.Many2one(
        'hr.employee', string="Technician", readonly=True, index='btree_not_null', ondelete='cascade')
    bay_id = fields.Many2one('aftersales.bay', readonly=True, index='btree_not_null', ondelete='cascade')
    start = fields.Datetime(required=True, readonly=True, index=True)
    stop = fields.Datetime(required=True, readonly=True)
    order_id = fields.Many2one(
        'aftersales.order', readonly=True, index='btree_not_null', ondelete='cascade')
    job_id = fields.Many2one(
        'aftersales.job', readonly=True, index='btree_not_null', ondelete='cascade',
        help="The job a technician is taken by; a bay is taken by the order.")

    _one_resource = models.Constraint(
        'CHECK ((employee_id IS NULL) != (bay_id IS NULL))',
        "An allocation takes either a technician or a bay.",
    )
    _dates_in_order = models.Constraint(
        'CHECK (stop > start)',
        "Planned work must end after it starts.",
    )
    # The range of one employee stands for equality, which gist knows only with an extension.
    _employee_free = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "WHERE (employee_id IS NOT NULL)",
        "This technician has just been taken for that time. Choose another time or technician.",
    )
    _bay_free = models.Constraint(
        "EXCLUDE USING gist (int4range(bay_id, bay_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "WHERE (bay_id IS NOT NULL)",
        "This bay has just been taken for that time. Choose another time or bay.",
    )

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system()
        self._check_free(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_system()
        return super().write(vals)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_taken_domain(self, **options):
        """Which allocations count for a timetable; rooms that plan other documents know options of theirs."""
        return []

    @api.model
    def _get_key_of(self, vals):
        return tuple(vals[name] or False for name in ALLOCATION_KEY)

    def _get_key(self):
        self.ensure_one()
        return self._get_key_of({
            name: self[name].id if self._fields[name].relational else self[name] for name in ALLOCATION_KEY
        })

    @api.model
    def _check_system(self):
        if not self.env.su:
            raise UserError(self.env._("Plan a job or an appointment; its technician and bay are then taken by themselves."))

    @api.model
    def _check_free(self, vals_list):
        """Say whose plan is in the way, before the database says only that one is.

        :raises ValidationError: naming the resource, the time and the work it is taken by
        """
        for allocation in self._find_taken(vals_list).values():
            raise ValidationError(allocation._get_taken_message())
        for words in self._find_shut(vals_list).values():
            raise ValidationError(words)

    @api.model
    def _find_shut(self, vals_list):
        """Hook: bays that may not be used then; extended by super().

        :return: dict of index in ``vals_list``: the sentence that says why
        """
        return {}

    @api.model
    def _find_taken(self, vals_list):
        """What is in the way of new allocations, in one query.

        :return: dict of index in ``vals_list``: the first allocation (sudo) that takes the same resource then
        """
        if not vals_list:
            return {}
        self.flush_model()
        rows = SQL(', ').join(
            SQL('(%s, %s::int, %s::int, %s::timestamp, %s::timestamp)',
                index, vals.get('employee_id') or None, vals.get('bay_id') or None, vals['start'], vals['stop'])
            for index, vals in enumerate(vals_list)
        )
        taken = self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (wanted.index) wanted.index, taken.id
              FROM (VALUES %s) AS wanted (index, employee_id, bay_id, start, stop)
              JOIN aftersales_allocation taken
                ON (taken.employee_id = wanted.employee_id OR taken.bay_id = wanted.bay_id)
               AND tsrange(taken.start, taken.stop) && tsrange(wanted.start, wanted.stop)
          ORDER BY wanted.index, taken.start
            """, rows))
        # sudo: what is in the way is said, whoever may see it
        return {index: self.sudo().browse(allocation_id) for index, allocation_id in taken}

    @api.model
    def _find_planned_twice(self, vals_list):
        """Indices of new allocations that another one before them in the list is in the way of."""
        found = set()
        for index, vals in enumerate(vals_list):
            for other_index, other in enumerate(vals_list[:index]):
                same = all(vals[name] == other[name] for name in ('employee_id', 'bay_id'))
                if same and other_index not in found and vals['start'] < other['stop'] and other['start'] < vals['stop']:
                    found.add(index)
        return found

    def _get_taken_message(self):
        self.ensure_one()
        tz = self.workshop_id._get_tz()  # the outlet's clock, as on the board
        return self.env._(
            "%(resource)s is taken by %(work)s from %(start)s to %(stop)s. Choose another time, technician or bay.",
            resource=self.employee_id.name or self.bay_id.name,
            work=self._get_work_name(),
            start=say_stamp(self.env, self.start, tz),
            stop=say_stamp(self.env, self.stop, tz),
        )

    def _get_work_name(self):
        """What the resource is taken by, in words; rooms that plan other documents add theirs."""
        self.ensure_one()
        return ' · '.join(filter(None, (self.order_id.name, self.order_id.license_plate, self.job_id.display_name)))
