from datetime import timedelta

from odoo import api, models

# title, what is offered, conditions, days it runs, whether it is published
OFFERS = [
    ("Spring Check", "We look at brakes, tyres, battery and air conditioning of your car without charge.",
     "Once a car. Please book a day.", 60, True),
    ("Loyal Customers", "Whoever comes for the fifth service gets a wash by hand and fresh wiper blades.",
     "For work that you pay yourself. Not together with other offers.", None, True),
    ("Summer Tyres", "Four tyres of one kind: we fit and balance them without charge.", "While there are tyres.", 45, False),
]


class AftersalesDemo(models.AbstractModel):
    """What the companies offer their customers: two that run, one in preparation (G3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_offers(self):
        for outlet in ('shanghai', 'hangzhou'):
            Offers = self._as(self.env['aftersales.offer'], 'manager', self._ref(f'company_{outlet}'))
            today = Offers._get_today(Offers.env.company)
            offers = Offers.create([{
                'name': name, 'text': text, 'conditions': conditions, 'valid_from': today,
                'valid_to': days and today + timedelta(days=days), 'company_id': Offers.env.company.id,
            } for name, text, conditions, days, __ in OFFERS])
            offers.browse(offer.id for offer, row in zip(offers, OFFERS, strict=True) if row[-1]).action_publish()
