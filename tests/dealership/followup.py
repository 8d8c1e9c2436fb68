from odoo import fields
from odoo.tools import SQL

from odoo.addons.aftersales.models.followup.followup.aftersales_followup import LIVE
from odoo.addons.aftersales.tests.dealership.survey import SurveyCommon


class FollowupCommon(SurveyCommon):
    """Customers with cars of their own, visits delivered some days before, and the rules of follow-up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps = cls.env['aftersales.followup']
        cls.rules = cls.env['aftersales.followup.rule']
        # What the demo's customers wait for is over, and its companies call nobody.
        cls.steps.search([('state', 'in', LIVE)])._end('hand')
        cls.env['res.company'].search([('id', '!=', cls.company.id)]).aftersales_follow_up = False

    @classmethod
    def _get_rule(cls, name):
        return cls.env.ref(f'aftersales.followup_rule_{name}')

    @classmethod
    def _create_cars(cls, count=1):
        """Each of a customer of his own, who reads mails and has a phone."""
        owners = cls.env['res.partner'].create([{
            'name': f'Owner {number}', 'email': f'owner.{number}@example.com', 'phone': f'+86 21 5555 2{number:03}',
            'street': "Zhongshan Lu 1"} for number in range(count)])
        return cls.env['fleet.vehicle'].create([{
            'model_id': cls.vehicle.model_id.id, 'license_plate': f'沪F·{number:05}', 'owner_id': owner.id,
        } for number, owner in enumerate(owners)])

    @classmethod
    def _deliver(cls, cars, days):
        """A visit of each car that was delivered so many days ago."""
        visits = cls.env['aftersales.order'].concat(*(
            cls._create_orders(vehicle_id=car.id, partner_id=car.owner_id.id) for car in cars))
        moment = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        cls.env.flush_all()
        cls.env.cr.execute(SQL(
            "UPDATE aftersales_order SET state = 'delivered', delivered_date = %s, received_date = %s WHERE id IN %s",
            moment, fields.Datetime.subtract(moment, hours=6), visits._ids))
        cls.env.invalidate_all()
        return visits.sudo()

    @classmethod
    def _plan(cls, *names):
        """As the nightly action does; the live steps of all cars."""
        for name in names:
            cls._get_rule(name)._generate()
        return cls.steps.search([('state', 'in', LIVE)], order='id')

    @classmethod
    def _create_steps(cls, cars, rule='visit', **values):
        return cls.steps.create([{
            'rule_id': cls._get_rule(rule).id, 'partner_id': car.owner_id.id, 'vehicle_id': car.id,
            'workshop_id': cls.workshop.id, **values} for car in cars])
