from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon


class ValueCommon(FollowupCommon):
    """Customers with visits of the past, and the nightly pass of one company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.values = cls.env['aftersales.customer.value']
        cls.counts = cls.env['aftersales.value.count']
        cls.night = cls.env['aftersales.value.run'].search([('company_id', '=', cls.company.id)]) or cls.env[
            'aftersales.value.run'].create({'company_id': cls.company.id})
        # What was before, also what the demo's night has done, is none of these tests.
        cls.night.write({'is_counted': True, 'counted_to': 0, 'work_day': False, 'done_day': False})
        cls.cases = cls.env['aftersales.lost.customer']

    @classmethod
    def _visit(cls, cars, *days):
        """Visits of each car, delivered so many days ago."""
        visits = cls.env['aftersales.order'].sudo().concat(*(cls._deliver(cars, some) for some in days))
        cls.env['aftersales.value.mark']._mark((visit.company_id.id, visit.partner_id.id) for visit in visits)
        return visits

    @classmethod
    def _night(cls):
        """The pass of a night, as the scheduled action goes through it."""
        cls.env.flush_all()
        before = None
        while cls.night.batch_count != before:
            before = cls.night.batch_count
            cls.night._work_batch()
        cls.env.invalidate_all()

    @classmethod
    def _get_value(cls, car):
        return cls.values.search([('partner_id', '=', car.owner_id.id), ('company_id', '=', cls.company.id)])

    @classmethod
    def _read_all(cls, table, *columns):
        cls.env.flush_all()
        names = SQL(", ").join(map(SQL.identifier, columns))
        cls.env.cr.execute(SQL(
            "SELECT %s FROM %s WHERE company_id = %s ORDER BY %s", names, SQL.identifier(table), cls.company.id, names))
        return cls.env.cr.fetchall()
