"""Words too common to find anything with, folded, per language.

Words that carry a position stay: *pour* says little, but *contre*, *sans* and *against* do.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: dict[str, frozenset[str]] = {
    "fr": _words(
        """
        a ai aie ainsi alors apres au aucun aucune aussi autre autres aux avaient avais avait
        avant avec avez avoir avons ayant beaucoup bien c ca car ce cela celle celles celui
        cependant ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont
        du elle elles en encore entre es est et etaient etait etant etes etre eu eux fait fois
        font furent fut h ici il ils j je jusqu jusque l la laquelle le lequel les lesquelles
        lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes moi mon n ne ni
        nos notre nous on ont ou par parce pas peu peut peuvent plus pour pourquoi puis puisqu
        puisque qu quand que quel quelle quelles quelqu quels qui quoi quoiqu quoique s sa se sera
        serait seront ses si sien soit sommes son sont sous suis sur t ta te tel telle telles tels
        tes toi ton tous tout toute toutes tres tu un une unes uns va vers voici voila vont vos
        votre vous y
        """
    ),
    "en": _words(
        """
        a about after all also am an and any are aren as at be because been before being both but
        by can could couldn d did didn do does doesn doing don down during each few for from
        further had hadn has hasn have haven having he her here hers him his how i if in into is
        isn it its just ll m me more most my no nor not of off on once only or other our ours out
        over own re s same she should shouldn so some such t than that the their theirs them then
        there these they this those through to too up ve very was wasn we were weren what when
        where which while who whom why will with would wouldn you your yours
        """
    ),
}
